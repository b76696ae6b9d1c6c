package posixkit.linux;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.At.AT_REMOVEDIR;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EISDIR;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Limits.NAME_MAX;
import static posixkit.constants.Mode.S_IFMT;
import static posixkit.constants.Open.O_DIRECTORY;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Seek.SEEK_SET;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Names;
import posixkit.constants.Dirent;
import posixkit.contract.WithFiles;
import posixkit.file.Dirents;
import posixkit.file.Stat;
import posixkit.linux.layout.Dirent64;
import posixkit.onlinux.OnLinuxFiles;
import posixkit.testing.Programs;

/** Tests {@link Dirents}. The oracles are the JDK's listing and stat. */
class LinuxDirentsTest extends WithFiles {
    private static final String NOT_TEXT = Names.of(HexFormat.of().parseHex("ff65e480eda080"));

    private final OnLinuxFiles extras = posix.onLinux().files();

    /** The JDK keeps a descriptor after its first socket. That would look like a leak of a test. */
    @BeforeAll
    static void theJdkHasItsSocket() throws IOException {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).close();
    }

    @Test
    void thousandsOfEntriesComeOnceEachHoweverOftenOneReads() throws IOException {
        for (int i = 0; i < 2_000; i++) {
            Files.createFile(dir.resolve("entry number " + i));
        }
        Set<String> expected;
        try (Stream<Path> entries = Files.list(dir)) {
            expected =
                    entries.map(path -> path.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
        assertEquals(2_000, expected.size());
        for (int bytes : new int[] {280, 1000, 32 * 1024, 4 * 1024 * 1024}) {
            Dirents entries = extras.newDirents(bytes);
            assertEquals(bytes, entries.capacity());
            List<String> seen = new ArrayList<>();
            int reads = 0;
            try (Fd fd = open(dir, O_RDONLY | O_DIRECTORY)) {
                for (int read; (read = extras.getdents64(fd.num(), entries)) > 0; reads++) {
                    assertTrue(read <= bytes);
                    int walked = 0;
                    while (entries.next()) {
                        walked += entries.reclen();
                        if (!entries.isDots()) {
                            seen.add(entries.name());
                        }
                    }
                    assertEquals(read, walked);
                }
                assertFalse(entries.next(), "at the end");
            }
            assertTrue(reads > 2_000L * 40 / bytes, reads + " reads");
            assertEquals(2_000, seen.size());
            assertEquals(expected, new TreeSet<>(seen));
        }
    }

    @Test
    void everyEntryTellsWhatItIs() throws IOException {
        for (String name : List.of("a", "..a", "...", ".x", "x".repeat(NAME_MAX), "€".repeat(NAME_MAX / 3), "ä\nb")) {
            file(name, "");
        }
        files.mkdir(dir + "/" + NOT_TEXT, 0700);
        Dirents entries = extras.newDirents(64 * 1024);
        List<String> names = new ArrayList<>();
        try (Fd fd = open(dir, O_RDONLY)) {
            assertTrue(extras.getdents64(fd.num(), entries) > 0);
            while (entries.nextNamed()) {
                byte[] name = Names.bytes(entries.name());
                assertEquals(name.length, entries.namlen());
                assertEquals(files.lstat(dir + "/" + entries.name()).ino(), entries.ino());
                assertEquals(roundedUp(Dirent64.NAME + name.length + 1), entries.reclen());
                names.add(HexFormat.of().formatHex(name));
            }
            assertEquals(0, extras.getdents64(fd.num(), entries));
        }
        String listed = Programs.output("sh", "-c", "ls -A \"$1\" | od -An -v -tx1 | tr -d ' \\n'", "sh", "" + dir);
        assertEquals(8, Set.copyOf(names).size());
        assertEquals(8, names.size());
        names.forEach(name -> assertTrue(listed.contains(name + "0a"), name));
    }

    /** The oracles are the JDK's attributes and listing, and for names that the JDK does not know, the calls with a path. */
    @Test
    void callsTakeAnEntryWhereItLies() throws IOException {
        file("file", "seven b");
        Files.createDirectory(dir.resolve("directory"));
        Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        files.mkdir(dir + "/" + NOT_TEXT, 0700);
        Stat stat = files.newStat();
        Dirents entries = extras.newDirents(32 * 1024);
        try (Fd fd = open(dir, O_RDONLY | O_DIRECTORY)) {
            assertTrue(extras.getdents64(fd.num(), entries) > 0);
            for (int count = 0; entries.nextNamed(); count++) {
                extras.fstatat(fd.num(), entries, stat, AT_SYMLINK_NOFOLLOW);
                assertEquals(files.lstat(dir + "/" + entries.name()), stat);
                if (!entries.name().equals(NOT_TEXT)) {
                    Path path = dir.resolve(entries.name());
                    assertEquals(Files.getAttribute(path, "unix:ino", NOFOLLOW_LINKS), stat.ino());
                    assertEquals(Files.getAttribute(path, "unix:mode", NOFOLLOW_LINKS), stat.mode());
                }
                extras.fstatat(fd.num(), entries, stat, 0);
                assertEquals(files.stat(dir + "/" + entries.name()), stat);
                try (Fd open = Fd.own(extras.openat(fd.num(), entries, O_RDONLY, 0))) {
                    assertEquals(stat, posix.io().fstat(open.num()));
                    assertEquals(FD_CLOEXEC, posix.io().fcntl(open.num(), F_GETFD, 0));
                }
                boolean isDirectory = entries.type() == Dirent.DT_DIR;
                assertErrno(
                        isDirectory ? EISDIR : ENOTDIR,
                        () -> extras.unlinkat(fd.num(), entries, isDirectory ? 0 : AT_REMOVEDIR));
                if (entries.name().equals("file")) {
                    continue;
                }
                extras.unlinkat(fd.num(), entries, isDirectory ? AT_REMOVEDIR : 0);
                assertFalse(Files.exists(dir.resolve("link"), NOFOLLOW_LINKS)
                        && entries.name().equals("link"));
                ErrnoException gone =
                        assertErrno(ENOENT, () -> extras.fstatat(fd.num(), entries, stat, AT_SYMLINK_NOFOLLOW));
                assertTrue(gone.getMessage().startsWith("fstatat fd " + fd.num() + " \""), gone.getMessage());
                assertErrno(ENOENT, () -> extras.openat(fd.num(), entries, O_RDONLY, 0));
                assertErrno(ENOENT, () -> extras.unlinkat(fd.num(), entries, 0));
            }
        }
        assertArrayEquals(new String[] {"file"}, dir.toFile().list());
    }

    @Test
    void withoutACurrentEntryNothingIsCalled() throws IOException {
        Dirents entries = extras.newDirents(1024);
        Stat stat = files.newStat();
        try (Fd fd = open(dir, O_RDONLY | O_DIRECTORY)) {
            extras.getdents64(fd.num(), entries);
            assertThrows(IllegalStateException.class, () -> extras.fstatatOrErrno(fd.num(), entries, stat, 0));
            assertThrows(IllegalStateException.class, () -> extras.openatOrErrno(fd.num(), entries, O_RDONLY, 0));
            assertThrows(IllegalStateException.class, () -> extras.unlinkatOrErrno(fd.num(), entries, 0));
            while (entries.next()) {
                assertEquals(0, extras.fstatatOrErrno(fd.num(), entries, stat, 0));
                assertErrno(EBADF, () -> extras.fstatat(-1, entries, stat, 0));
                assertErrno(EBADF, () -> extras.openat(-1, entries, O_RDONLY, 0));
                assertErrno(EBADF, () -> extras.unlinkat(-1, entries, 0));
            }
            assertThrows(IllegalStateException.class, () -> extras.fstatatOrErrno(fd.num(), entries, stat, 0));
        }
        Dirents foreign = (Dirents) Proxy.newProxyInstance(
                Dirents.class.getClassLoader(), new Class<?>[] {Dirents.class}, (proxy, method, arguments) -> null);
        assertEquals(
                "entry: newDirents did not make it",
                assertThrows(IllegalArgumentException.class, () -> extras.unlinkatOrErrno(3, foreign, 0))
                        .getMessage());
    }

    private static int roundedUp(int bytes) {
        return (bytes + 7) / 8 * 8;
    }

    @Test
    void typesAreThoseThatStatTells() throws IOException {
        file("file", "");
        Files.createDirectory(dir.resolve("directory"));
        Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        Programs.output("mkfifo", dir + "/fifo");
        Path socket = dir.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
        }
        Map<Integer, Integer> kinds = Map.of(
                0010000, Dirent.DT_FIFO,
                0020000, Dirent.DT_CHR,
                0040000, Dirent.DT_DIR,
                0060000, Dirent.DT_BLK,
                0100000, Dirent.DT_REG,
                0120000, Dirent.DT_LNK,
                0140000, Dirent.DT_SOCK);
        Set<Integer> seen = new TreeSet<>();
        Dirents entries = extras.newDirents(4096);
        for (Path directory : List.of(dir, Path.of("/dev"))) {
            try (Fd fd = open(directory, O_RDONLY)) {
                while (extras.getdents64(fd.num(), entries) > 0) {
                    while (entries.nextNamed()) {
                        int mode = files.lstat(directory + "/" + entries.name()).mode();
                        assertEquals(kinds.get(mode & S_IFMT), entries.type(), entries.name());
                        seen.add(entries.type());
                    }
                }
            }
        }
        assertTrue(
                seen.containsAll(Set.of(
                        Dirent.DT_FIFO, Dirent.DT_CHR, Dirent.DT_DIR, Dirent.DT_REG, Dirent.DT_LNK, Dirent.DT_SOCK)),
                seen.toString());
    }

    @Test
    void offIsWhereTheNextOneIs() throws IOException {
        for (int i = 0; i < 20; i++) {
            file("file" + i, "");
        }
        Dirents entries = extras.newDirents(4096);
        try (Fd fd = open(dir, O_RDONLY)) {
            extras.getdents64(fd.num(), entries);
            List<String> rest = new ArrayList<>();
            long off = 0;
            for (int i = 0; entries.next(); i++) {
                if (i == 7) {
                    off = entries.off();
                } else if (i > 7) {
                    rest.add(entries.name());
                }
            }
            assertEquals(22 - 8, rest.size());
            posix.io().lseek(fd.num(), off, SEEK_SET);
            extras.getdents64(fd.num(), entries);
            List<String> again = new ArrayList<>();
            while (entries.next()) {
                again.add(entries.name());
            }
            assertEquals(rest, again);
        }
    }

    @Test
    void whatStaysWhileOthersComeAndGoComesOnce() throws IOException {
        for (int i = 0; i < 500; i++) {
            file("stays" + i, "");
            file("goes" + i, "");
        }
        Dirents entries = extras.newDirents(512);
        List<String> stayed = new ArrayList<>();
        try (Fd fd = open(dir, O_RDONLY)) {
            for (int i = 0; extras.getdents64(fd.num(), entries) > 0; i++) {
                while (entries.nextNamed()) {
                    if (entries.name().startsWith("stays")) {
                        stayed.add(entries.name());
                    }
                }
                if (i < 500) {
                    Files.delete(dir.resolve("goes" + i));
                    if (i % 5 == 0) {
                        file("comes" + i, "");
                    }
                }
            }
        }
        assertEquals(500, stayed.size());
        assertEquals(500, Set.copyOf(stayed).size());
    }

    @Test
    void aReadThatFailsSaysWhyAndLeavesNothing() throws IOException {
        Path path = file("x".repeat(NAME_MAX), "");
        Path gone = Files.createDirectory(dir.resolve("gone"));
        Dirents entries = extras.newDirents(4096);
        try (Fd fd = open(dir, O_RDONLY);
                Fd notADirectory = open(path, O_RDONLY);
                Fd removed = open(gone, O_RDONLY)) {
            Files.delete(gone);
            for (Map.Entry<Integer, Integer> failure : Map.of(
                            notADirectory.num(), ENOTDIR, removed.num(), ENOENT, -1, EBADF, NOT_OPEN, EBADF)
                    .entrySet()) {
                posix.io().lseek(fd.num(), 0, SEEK_SET);
                assertTrue(extras.getdents64(fd.num(), entries) > 0);
                assertTrue(entries.next());
                ErrnoException thrown =
                        assertErrno(failure.getValue(), () -> extras.getdents64(failure.getKey(), entries));
                assertEquals("getdents64", thrown.call());
                assertEquals("fd " + failure.getKey(), thrown.subject());
                assertThrows(IllegalStateException.class, entries::name);
                assertFalse(entries.next());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 23, 272})
    void aBufferForLessThanARecordIsEinval(int bytes) throws IOException {
        Path some = Files.createDirectory(dir.resolve("some"));
        file("some/" + "x".repeat(NAME_MAX), "");
        Dirents entries = extras.newDirents(bytes);
        try (Fd fd = open(some, O_RDONLY)) {
            assertErrno(EINVAL, () -> {
                while (extras.getdents64(fd.num(), entries) > 0) {
                    while (entries.next()) {
                        assertTrue(entries.isDots());
                    }
                }
            });
        }
    }

    @Test
    void onlyRoomOfItsOwnIsTaken() {
        Dirents foreign = (Dirents) Proxy.newProxyInstance(
                Dirents.class.getClassLoader(), new Class<?>[] {Dirents.class}, (p, m, a) -> 1 << 20);
        assertThrows(IllegalArgumentException.class, () -> extras.getdents64(0, foreign));
        assertThrows(NullPointerException.class, () -> extras.getdents64(0, null));
        assertThrows(IllegalArgumentException.class, () -> extras.newDirents(0));
        assertThrows(IllegalArgumentException.class, () -> extras.newDirents(-1));
        assertEquals(1, extras.newDirents(1).capacity());
    }

    /** Writes a record with all members set. */
    private static void record(ByteBuffer memory, int at, int reclen, String name) {
        memory.putLong(at + Dirent64.INO, 0xFEDC_BA98_7654_3210L);
        memory.putLong(at + Dirent64.OFF, 0x0123_4567_89AB_CDEFL);
        memory.putShort(at + Dirent64.RECLEN, (short) reclen);
        memory.put(at + Dirent64.TYPE, (byte) 0xFE);
        memory.put(at + Dirent64.NAME, name.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void numbersAreAsWideAsTheyAreAndUnsigned() {
        LinuxDirents entries = new LinuxDirents(0x1_0020);
        record(entries.memory(), 0, 0xFFF8, "näme");
        record(entries.memory(), 0xFFF8, 24, "x");
        entries.filled(0xFFF8);
        assertTrue(entries.next());
        assertEquals("18364758544493064720", Long.toUnsignedString(entries.ino()));
        assertEquals(0x0123_4567_89AB_CDEFL, entries.off());
        assertEquals(0xFFF8, entries.reclen());
        assertEquals(0xFE, entries.type());
        assertEquals(5, entries.namlen());
        assertEquals("näme", entries.name());
        assertFalse(entries.next(), "what lies behind is from another time");
    }

    @Test
    void thereIsNothingToTellButOfTheEntryAtHand() {
        LinuxDirents entries = new LinuxDirents(64);
        tellsNothing(entries);
        assertFalse(entries.next());
        record(entries.memory(), 0, 24, "x");
        record(entries.memory(), 24, 32, "second");
        entries.filled(56);
        tellsNothing(entries);
        assertTrue(entries.next());
        assertEquals("x", entries.name());
        assertTrue(entries.next());
        assertEquals("second", entries.name());
        assertEquals(32, entries.reclen());
        assertFalse(entries.next());
        tellsNothing(entries);
        entries.filled(24);
        tellsNothing(entries);
        assertTrue(entries.next());
        entries.filled(-EINVAL);
        tellsNothing(entries);
        assertFalse(entries.next());
    }

    private static void tellsNothing(Dirents entries) {
        assertThrows(IllegalStateException.class, entries::ino);
        assertThrows(IllegalStateException.class, entries::off);
        assertThrows(IllegalStateException.class, entries::reclen);
        assertThrows(IllegalStateException.class, entries::namlen);
        assertThrows(IllegalStateException.class, entries::type);
        assertThrows(IllegalStateException.class, entries::name);
        assertThrows(IllegalStateException.class, entries::isDots);
    }

    @ParameterizedTest
    @CsvSource({"., true", ".., true", "..., false", ".a, false", "a., false", "a, false", "'', false"})
    void theTwoDotsAreTheDirectoryAndItsParent(String name, boolean dots) {
        LinuxDirents entries = new LinuxDirents(24);
        record(entries.memory(), 0, 24, name);
        entries.filled(24);
        assertTrue(entries.next());
        assertEquals(dots, entries.isDots());
        entries.filled(24);
        assertEquals(!dots, entries.nextNamed());
    }

    /** Parameters: the length of the record, the bytes read, and whether a NUL ends the name. */
    @ParameterizedTest
    @CsvSource({
        "0, 48, true",
        "8, 48, true",
        "16, 48, true",
        "20, 48, true",
        "25, 48, true",
        "28, 48, true",
        "56, 48, true",
        "65528, 48, true",
        "24, 16, true",
        "24, 19, true",
        "24, 23, true",
        "24, 48, false",
        "48, 48, false"
    })
    void whatIsNoRecordIsRefusedOnceAndIsTheLast(int reclen, int read, boolean ends) {
        LinuxDirents entries = new LinuxDirents(48);
        record(entries.memory(), 0, reclen, ends ? "x" : "x".repeat(48 - Dirent64.NAME));
        entries.filled(read);
        assertThrows(IllegalStateException.class, entries::next);
        tellsNothing(entries);
        assertFalse(entries.next());
    }

    /** The length is checked against the rest of the buffer, not against all of it. */
    @Test
    void aRecordBehindAnotherIsLookedAtToo() {
        LinuxDirents entries = new LinuxDirents(96);
        record(entries.memory(), 0, 24, "x");
        record(entries.memory(), 24, 32, "y");
        entries.filled(48);
        assertTrue(entries.next());
        assertThrows(IllegalStateException.class, entries::next);
        assertFalse(entries.next());
    }

    @Test
    void whatIsTooShortForALengthIsNotAskedForOne() {
        LinuxDirents entries = new LinuxDirents(40);
        record(entries.memory(), 0, 24, "x");
        entries.filled(40);
        assertTrue(entries.next());
        assertThrows(IllegalStateException.class, entries::next);
    }

    @Test
    void aRecordMayFillTheBufferToItsLastByte() {
        LinuxDirents entries = new LinuxDirents(24);
        record(entries.memory(), 0, 24, "four");
        entries.filled(24);
        assertTrue(entries.next());
        assertEquals("four", entries.name());
        assertFalse(entries.next());
        byte[] all = new byte[24];
        entries.memory().get(0, all);
        assertEquals(0, all[23]);
        assertEquals("four", new String(Arrays.copyOfRange(all, Dirent64.NAME, 23), StandardCharsets.UTF_8));
    }
}
