package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Limits.NAME_MAX;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Names;
import posixkit.Posix;
import posixkit.constants.Dirent;
import posixkit.file.Dir;
import posixkit.testing.ChildJvm;
import posixkit.testing.Descriptors;
import posixkit.testing.PosixShell;
import posixkit.testing.Programs;

/** Tests {@link Dir}. The oracle is the JDK's listing. */
public abstract class DirContract extends WithFiles {
    private static final String NOT_TEXT = Names.of(HexFormat.of().parseHex("ff65e480eda080"));

    /** More entries than one read of 32 KiB holds on Linux, which is 1,024 with short names. */
    private static final int ENTRIES = 1400;

    @Test
    void everyEntryComesOnceAsTheJdkHasIt() throws IOException {
        for (int i = 0; i < ENTRIES; i++) {
            file("file " + i, "");
        }
        file("x".repeat(NAME_MAX), "");
        file("€".repeat(NAME_MAX / 3), "");
        file("ä\nb", "");
        List<String> seen = new ArrayList<>();
        try (Dir entries = files.opendir(dir.toString())) {
            while (entries.next()) {
                String name = entries.name();
                seen.add(name);
                Path path = dir.resolve(name);
                assertEquals(ino(path), entries.ino(), name);
            }
            assertFalse(entries.next(), "and stays at the end");
        }
        Set<String> expected = listed(dir);
        expected.add(".");
        expected.add("..");
        assertEquals(expected.size(), seen.size());
        assertEquals(expected, new TreeSet<>(seen));
    }

    @Test
    void typesAreThoseOfTheFilesWhereTheSystemSays() throws IOException {
        file("file", "");
        Files.createDirectory(dir.resolve("directory"));
        Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        Programs.output("mkfifo", dir + "/fifo");
        try (Dir entries = files.opendir(dir.toString())) {
            while (entries.next()) {
                int expected =
                        switch (entries.name()) {
                            case "file" -> Dirent.DT_REG;
                            case "link" -> Dirent.DT_LNK;
                            case "fifo" -> Dirent.DT_FIFO;
                            default -> Dirent.DT_DIR;
                        };
                assertEquals(expected, entries.type(), entries.name());
            }
        }
    }

    @Test
    void namesThatAreNotTextComeAsTheyAre() throws IOException {
        String path = dir + "/" + NOT_TEXT;
        Programs.output("sh", "-c", "mkdir \"$1/$(printf '\\377e\\344\\200\\355\\240\\200')\"", "sh", dir.toString());
        close(files.creat(dir + "/x", 0600));
        try (Dir entries = files.opendir(path)) {
            assertTrue(entries.next());
        }
        boolean found = false;
        try (Dir entries = files.opendir(dir.toString())) {
            while (entries.next()) {
                if (entries.name().equals(NOT_TEXT)) {
                    assertEquals(files.lstat(path).ino(), entries.ino());
                    found = true;
                }
            }
        }
        assertTrue(found);
    }

    @Test
    void thereIsNothingToTellBeforeTheFirstAndAfterTheLast() throws IOException {
        try (Dir entries = files.opendir(dir.toString())) {
            tellsNothing(entries);
            assertTrue(entries.next());
            assertTrue(entries.next());
            assertTrue(Set.of(".", "..").contains(entries.name()));
            assertFalse(entries.next());
            tellsNothing(entries);
        }
    }

    private static void tellsNothing(Dir entries) {
        assertThrows(IllegalStateException.class, entries::ino);
        assertThrows(IllegalStateException.class, entries::type);
        assertThrows(IllegalStateException.class, entries::name);
    }

    @Test
    void closedIsClosed() throws IOException {
        Dir entries = files.opendir(dir.toString());
        assertTrue(entries.next());
        int fd = descriptor();
        assertEquals(FD_CLOEXEC, Posix.get().io().fcntl(fd, F_GETFD, 0) & FD_CLOEXEC, "close-on-exec");
        entries.close();
        assertEquals(-1, descriptor());
        assertThrows(IllegalStateException.class, entries::next);
        tellsNothing(entries);
        entries.close();
    }

    /** Returns the descriptor of the open directory, or −1. */
    private int descriptor() throws IOException {
        Set<Integer> open = Descriptors.of(dir);
        return open.isEmpty() ? -1 : open.iterator().next();
    }

    @Test
    void opendirFailsWithItsErrno() throws IOException {
        String path = file("file", "").toString();
        ErrnoException thrown = assertErrno(ENOTDIR, () -> files.opendir(path));
        assertEquals("opendir", thrown.call());
        assertEquals(quoted(path), thrown.subject());
        assertErrno(ENOENT, () -> files.opendir(dir + "/missing"));
    }

    /** Replaces the descriptor of the directory by that of a file. */
    @Test
    void aReadThatFailsSaysWhy() throws IOException {
        Path path = file("file", "");
        try (Dir entries = files.opendir(dir.toString());
                Fd file = open(path, O_RDONLY)) {
            posix.io().dup2(file.num(), descriptor());
            ErrnoException thrown = assertErrno(readOfNoDirectory(), entries::next);
            assertEquals("readdir_r", thrown.call());
            assertEquals(quoted(dir), thrown.subject());
            tellsNothing(entries);
        }
    }

    /** Returns the errno for reading entries from a file that is not a directory. */
    protected int readOfNoDirectory() {
        return ENOTDIR;
    }

    @Test
    void aCloseThatFailsSaysSoAndHasClosed() throws IOException {
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            assertTrue(child.ask("loseDirectory " + dir).startsWith("closedir " + quoted(dir) + ": EBADF"));
        }
    }

    @Test
    void aDirectoryThatIsGoneIsAtItsEnd() throws IOException {
        Path gone = Files.createDirectory(dir.resolve("gone"));
        try (Dir entries = files.opendir(gone.toString())) {
            Files.delete(gone);
            assertFalse(entries.next());
        }
    }

    @Test
    void whatStaysWhileOthersComeAndGoComesOnce() throws IOException {
        int half = ENTRIES / 2;
        for (int i = 0; i < half; i++) {
            file("stays" + i, "");
            file("goes" + i, "");
        }
        List<String> seen = new ArrayList<>();
        try (Dir entries = files.opendir(dir.toString())) {
            for (int i = 0; entries.next(); i++) {
                seen.add(entries.name());
                if (i < half) {
                    Files.delete(dir.resolve("goes" + i));
                    file("comes" + i, "");
                }
            }
        }
        List<String> stayed =
                seen.stream().filter(name -> name.startsWith("stays")).toList();
        assertEquals(half, stayed.size());
        assertEquals(half, Set.copyOf(stayed).size());
    }

    @Test
    void threadsThatShareItGetEachEntryOnceAmongThem() throws Exception {
        for (int i = 0; i < ENTRIES; i++) {
            file("file" + i, "");
        }
        ConcurrentLinkedQueue<Long> seen = new ConcurrentLinkedQueue<>();
        try (Dir entries = files.opendir(dir.toString())) {
            List<Thread> threads = IntStream.range(0, 4)
                    .mapToObj(i -> started(() -> {
                        while (oneMore(entries)) {
                            seen.add(1L);
                        }
                    }))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertEquals(ENTRIES + 2, seen.size());
    }

    @Test
    void closingWhileOthersReadStopsThemAndTheyDoNotCrash() throws Exception {
        for (int i = 0; i < 300; i++) {
            file("file" + i, "");
        }
        for (int round = 0; round < 50; round++) {
            Dir entries = files.opendir(dir.toString());
            CountDownLatch reading = new CountDownLatch(3);
            ConcurrentLinkedQueue<Throwable> thrown = new ConcurrentLinkedQueue<>();
            List<Thread> threads = IntStream.range(0, 3)
                    .mapToObj(i -> started(() -> {
                        reading.countDown();
                        try {
                            while (true) {
                                oneMore(entries);
                            }
                        } catch (IllegalStateException closed) {
                            thrown.add(closed);
                        }
                    }))
                    .toList();
            reading.await();
            entries.close();
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(3, thrown.size());
        }
    }

    private static boolean oneMore(Dir entries) {
        try {
            return entries.next();
        } catch (ErrnoException e) {
            throw new AssertionError(e);
        }
    }

    private static Thread started(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        return thread;
    }

    private static Set<String> listed(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(path -> path.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
