package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EIO;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOSPC;
import static posixkit.constants.Errno.ENOTSUP;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Errno.EXDEV;
import static posixkit.constants.Open.O_NOCTTY;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.ondarwin.constants.DarwinAttr.FSOPT_NOFOLLOW;
import static posixkit.ondarwin.constants.DarwinFcntl.F_ALLOCATEALL;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.ProcessShell.line;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.contract.WithFiles;
import posixkit.ondarwin.OnDarwinFiles;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** Tests the calls of {@link OnDarwinFiles} on contents and on open files. */
@NeedsTool("cc")
class DarwinOnlyFilesTest extends WithFiles {
    private static final long MEGABYTE = 1 << 20;

    private final OnDarwinFiles extras = posix.onDarwin().files();

    @Test
    void exchangedataExchangesWhatIsInFilesAndNothingElse() throws IOException {
        Path first = file("first", "of the first");
        Path second = file("second", "of the second");
        Programs.output("chmod", "640", first.toString());
        Programs.output("chmod", "604", second.toString());
        Files.setLastModifiedTime(first, FileTime.from(Instant.ofEpochSecond(1_000_000_001)));
        Files.setLastModifiedTime(second, FileTime.from(Instant.ofEpochSecond(1_000_000_002)));
        extras.exchangedata(first.toString(), second.toString(), 0);
        assertEquals("of the second", Files.readString(first));
        assertEquals("of the first", Files.readString(second));
        assertEquals("640 1000000002", Programs.stat("%a %Y", first.toString()));
        assertEquals("604 1000000001", Programs.stat("%a %Y", second.toString()));
        extras.exchangedata(first.toString(), second.toString(), FSOPT_NOFOLLOW);
        assertEquals("of the first", Files.readString(first));
    }

    @Test
    void exchangedataFollowsLinksUnlessToldNotTo() throws IOException {
        Path first = file("first", "of the first");
        Path second = file("second", "of the second");
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("first"));
        extras.exchangedata(second.toString(), link.toString(), 0);
        assertEquals("of the second", Files.readString(first));
        assertTrue(Files.isSymbolicLink(link));
        assertErrno(EINVAL, () -> extras.exchangedata(second.toString(), link.toString(), FSOPT_NOFOLLOW));
        assertErrno(EINVAL, () -> extras.exchangedata(link.toString(), second.toString(), FSOPT_NOFOLLOW));
        assertEquals("of the second", Files.readString(first));
    }

    @Test
    @NeedsProc
    void exchangedataStaysWithinItsFileSystem() throws IOException {
        String first = file("first", "of the first").toString();
        assertErrno(EXDEV, () -> extras.exchangedata(first, "/proc/version", 0));
    }

    @Test
    void exchangedataIsOfTwoOfItsFiles() throws IOException {
        String first = file("first", "of the first").toString();
        Files.createLink(dir.resolve("same"), Path.of(first));
        ErrnoException thrown = assertErrno(EINVAL, () -> extras.exchangedata(first, dir + "/same", 0));
        assertEquals("exchangedata", thrown.call());
        assertEquals(quoted(first, dir + "/same"), thrown.subject());
        assertErrno(EINVAL, () -> extras.exchangedata(first, dir.toString(), 0));
        assertErrno(EINVAL, () -> extras.exchangedata(dir.toString(), first, 0));
        assertErrno(ENOENT, () -> extras.exchangedata(first, dir + "/missing", 0));
        assertThrows(IllegalArgumentException.class, () -> extras.exchangedata(first, "x\0", 0));
        assertThrows(NullPointerException.class, () -> extras.exchangedata(first, null, 0));
        assertEquals("of the first", Files.readString(Path.of(first)));
    }

    @Test
    @NeedsRoot
    void exchangedataTakesTheRightToReadAndWriteBoth() throws IOException {
        Path first = file("first", "of the first");
        Path second = file("second", "of the second");
        Programs.output("chmod", "777", dir.toString());
        Programs.output("chmod", "666", first.toString());
        Programs.output("chmod", "644", second.toString());
        try (ChildJvm child = ChildJvm.start(FileShell.class)) {
            assertEquals("ok", child.ask(line("seteuid", 1234)));
            assertEquals("EACCES", child.ask(line("exchangedata", first, second)));
            assertEquals("EACCES", child.ask(line("exchangedata", second, first)));
        }
        assertEquals("of the first", Files.readString(first));
    }

    @Test
    void undeleteIsAlwaysRefused() throws IOException {
        String path = file("file", "").toString();
        ErrnoException thrown = assertErrno(ENOTSUP, () -> extras.undelete(path));
        assertEquals("undelete", thrown.call());
        assertEquals(quoted(path), thrown.subject());
        assertErrno(ENOTSUP, () -> extras.undelete(dir + "/missing"));
        assertThrows(IllegalArgumentException.class, () -> extras.undelete("x\0"));
        assertThrows(NullPointerException.class, () -> extras.undelete(null));
    }

    @Test
    void revokeIsOfDevices() throws IOException {
        String path = file("file", "").toString();
        Programs.output("mkfifo", dir + "/fifo");
        ErrnoException thrown = assertErrno(ENOTSUP, () -> extras.revoke(path));
        assertEquals("revoke", thrown.call());
        assertEquals(quoted(path), thrown.subject());
        assertErrno(ENOTSUP, () -> extras.revoke(dir.toString()));
        assertErrno(ENOTSUP, () -> extras.revoke(dir + "/fifo"));
    }

    @Test
    @NeedsRoot
    void revokeOfADeviceIsForItsOwner() throws IOException {
        try (ChildJvm child = ChildJvm.start(FileShell.class)) {
            assertEquals("ok", child.ask(line("seteuid", 1234)));
            assertEquals("EPERM", child.ask(line("revoke", "/dev/null")));
        }
    }

    /** After revoke, a program that reads from the terminal gets its end, and this process can no longer write to it. */
    @Test
    @NeedsRoot
    @NeedsTool("script")
    void revokeTakesATerminalAwayFromWhoeverHasItOpen() throws IOException, InterruptedException {
        for (boolean isTwin : new boolean[] {true, false}) {
            Process session = new ProcessBuilder(
                            "env", "--default-signal=HUP", "script", "-qfc", "tty; exec sleep 1000", "/dev/null")
                    .start();
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(session.getInputStream(), StandardCharsets.UTF_8))) {
                String terminal = out.readLine();
                try (Fd fd = Fd.own(files.open(terminal, O_RDWR | O_NOCTTY | O_NONBLOCK))) {
                    assertEquals(2, posix.io().write(fd.num(), bytes("x\n")));
                    assertEquals("x", out.readLine(), "read before all is thrown away");
                    if (isTwin) {
                        assertEquals(0, extras.revokeOrErrno(terminal));
                    } else {
                        extras.revoke(terminal);
                    }
                    assertErrno(EIO, () -> posix.io().write(fd.num(), bytes("y")));
                    assertEquals(0, posix.io().read(fd.num(), new byte[1]));
                }
                session.waitFor();
            } finally {
                session.getOutputStream().close();
                session.getErrorStream().close();
                session.destroyForcibly();
            }
        }
    }

    @Test
    void syncingIsOfFiles() throws IOException {
        try (Fd fd = open(file("file", "content"), O_RDONLY)) {
            extras.fullfsync(fd.num());
            extras.barrierfsync(fd.num());
            extras.nocache(fd.num(), true);
            extras.nocache(fd.num(), false);
            extras.rdahead(fd.num(), false);
            extras.rdahead(fd.num(), true);
        }
        refusesWhatIsNoFile(
                extras::fullfsync,
                extras::barrierfsync,
                fd -> extras.nocache(fd, true),
                fd -> extras.rdahead(fd, true),
                extras::getPath,
                fd -> extras.preallocate(fd, 1, F_ALLOCATEALL),
                fd -> extras.punchhole(fd, 0, 4096),
                fd -> extras.rdadvise(fd, 0, 1),
                fd -> extras.log2phys(fd, 0));
    }

    @Test
    void twinsReturnZeroOrTheirNumberOnSuccess() throws IOException {
        String path = file("file", "content").toString();
        String other = file("other", "").toString();
        assertEquals(0, extras.exchangedataOrErrno(path, other, 0));
        assertEquals(0, extras.renamexNpOrErrno(other, path, 0));
        assertEquals(0, extras.renameatxNpOrErrno(AT_FDCWD, path, AT_FDCWD, other, 0));
        assertEquals(0, extras.clonefileOrErrno(other, dir + "/a", 0));
        assertEquals(0, extras.clonefileatOrErrno(AT_FDCWD, other, AT_FDCWD, dir + "/b", 0));
        assertMinus(ENOTSUP, extras.undeleteOrErrno(other));
        int block = (int) files.stat(other).blksize();
        try (Fd fd = open(Path.of(other), O_RDWR)) {
            int num = fd.num();
            assertEquals(0, extras.fclonefileatOrErrno(num, AT_FDCWD, dir + "/c", 0));
            assertEquals(0, extras.fullfsyncOrErrno(num));
            assertEquals(0, extras.barrierfsyncOrErrno(num));
            assertEquals(0, extras.nocacheOrErrno(num, true));
            assertEquals(0, extras.rdaheadOrErrno(num, false));
            assertEquals(MEGABYTE, extras.preallocateOrErrno(num, MEGABYTE, F_ALLOCATEALL));
            assertEquals(0, extras.punchholeOrErrno(num, 0, block));
            assertEquals(0, extras.rdadviseOrErrno(num, 0, 1));
        }
        assertEquals("a\nb\nc\nother", Programs.output("ls", "-A", dir.toString()));
        for (OfDescriptorTwin twin : List.<OfDescriptorTwin>of(
                extras::fullfsyncOrErrno,
                extras::barrierfsyncOrErrno,
                fd -> extras.nocacheOrErrno(fd, true),
                fd -> extras.rdaheadOrErrno(fd, true),
                fd -> extras.preallocateOrErrno(fd, 1, F_ALLOCATEALL),
                fd -> extras.punchholeOrErrno(fd, 0, block),
                fd -> extras.rdadviseOrErrno(fd, 0, 1),
                fd -> extras.fclonefileatOrErrno(fd, AT_FDCWD, dir + "/d", 0))) {
            assertMinus(EBADF, twin.on(NOT_OPEN));
        }
    }

    private interface OfDescriptorTwin {
        long on(int fd);
    }

    private interface OfDescriptor {
        void on(int fd) throws IOException;
    }

    private void refusesWhatIsNoFile(OfDescriptor... calls) throws IOException {
        int[] pipe = posix.io().pipe();
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1])) {
            for (OfDescriptor call : calls) {
                for (int fd : new int[] {read.num(), write.num(), NOT_OPEN, -1}) {
                    Executable refused = () -> call.on(fd);
                    ErrnoException thrown = assertErrno(EBADF, refused::execute);
                    assertEquals("fcntl", thrown.call());
                    assertEquals("fd " + fd, thrown.subject());
                }
            }
        }
    }

    @Test
    void getPathLeadsToTheFileWhateverItIsCalledByNow() throws IOException {
        Path real = dir.toRealPath();
        Path path = Files.writeString(real.resolve("ä€😀"), "");
        Files.createSymbolicLink(real.resolve("link"), path.getFileName());
        try (Fd fd = open(real.resolve("link"), O_WRONLY)) {
            assertEquals(path.toString(), extras.getPath(fd.num()));
            Files.move(path, real.resolve("moved"));
            assertEquals(real + "/moved", extras.getPath(fd.num()));
            Files.delete(real.resolve("moved"));
            assertErrno(ENOENT, () -> extras.getPath(fd.num()));
        }
        try (Fd fd = open(real, O_RDONLY)) {
            assertEquals(real.toString(), extras.getPath(fd.num()));
        }
    }

    @Test
    void getPathOfANameThatIsNotText() throws IOException {
        String path = dir.toRealPath() + "/\uDCFFe\uDCE4";
        try (Fd fd = Fd.own(files.creat(path, 0600))) {
            assertEquals(path, extras.getPath(fd.num()));
        }
    }

    @Test
    void getPathOfAPathThatHasNoRoomIsEnospc() throws IOException {
        Path deep = dir.toRealPath();
        int longest = 1023;
        while (longest - deep.toString().length() > 210) {
            deep = Files.createDirectory(deep.resolve("x".repeat(200)));
        }
        String name = "y".repeat(longest - deep.toString().length() - 1);
        Files.writeString(deep.resolve(name), "");
        Files.writeString(deep.resolve(name + "y"), "");
        try (Fd directory = open(deep, O_RDONLY);
                Fd fits = Fd.own(files.openat(directory.num(), name, O_RDONLY, 0));
                Fd not = Fd.own(files.openat(directory.num(), name + "y", O_RDONLY, 0))) {
            assertEquals(longest, extras.getPath(fits.num()).length());
            assertEquals(deep + "/" + name, extras.getPath(fits.num()));
            assertErrno(ENOSPC, () -> extras.getPath(not.num()));
        }
    }

    @Test
    void preallocateReservesBeyondTheEndAndLeavesIt() throws IOException {
        Path path = file("file", "content");
        long before = blocks(path);
        try (Fd fd = open(path, O_RDWR)) {
            assertEquals(3 * MEGABYTE, extras.preallocate(fd.num(), 3 * MEGABYTE, F_ALLOCATEALL));
            assertTrue(blocks(path) - before >= 3 * MEGABYTE / 512, blocks(path) + " after " + before);
            assertEquals("content", Files.readString(path));
            assertEquals(0, extras.preallocate(fd.num(), 0, F_ALLOCATEALL));
            assertErrno(EINVAL, () -> extras.preallocate(fd.num(), -1, F_ALLOCATEALL));
        }
        try (Fd fd = open(path, O_RDONLY)) {
            assertErrno(EBADF, () -> extras.preallocate(fd.num(), MEGABYTE, F_ALLOCATEALL));
        }
    }

    private static long blocks(Path path) {
        return Long.parseLong(Programs.stat("%b", path.toString()));
    }

    @Test
    void punchholeGivesBlocksBackAndLeavesZeros() throws IOException {
        byte[] content = new byte[(int) MEGABYTE];
        Arrays.fill(content, (byte) 'x');
        Path path = Files.write(dir.resolve("file"), content);
        int block = (int) files.stat(path.toString()).blksize();
        try (Fd fd = open(path, O_RDWR)) {
            posix.io().fsync(fd.num());
            long before = blocks(path);
            extras.punchhole(fd.num(), 2L * block, 4L * block);
            assertEquals(4L * block / 512, before - blocks(path));
            Arrays.fill(content, 2 * block, 6 * block, (byte) 0);
            assertArrayEquals(content, Files.readAllBytes(path));
            assertErrno(EINVAL, () -> extras.punchhole(fd.num(), block + 1, block));
            assertErrno(EINVAL, () -> extras.punchhole(fd.num(), block, block - 1));
            assertErrno(EINVAL, () -> extras.punchhole(fd.num(), -block, block));
        }
        try (Fd fd = open(path, O_RDONLY)) {
            assertErrno(EPERM, () -> extras.punchhole(fd.num(), 0, block));
        }
        assertArrayEquals(content, Files.readAllBytes(path));
    }

    /** Drops the file from the cache and expects to find it there again. */
    @Test
    @NeedsTool("fincore")
    void rdadviseReadsAhead() throws IOException {
        Path path = Files.write(dir.resolve("file"), new byte[(int) MEGABYTE]);
        Programs.output(
                "dd",
                "of=" + path,
                "oflag=nocache",
                "conv=notrunc,fdatasync",
                "count=0",
                "status=none",
                "if=/dev/null");
        try (Fd fd = open(path, O_RDONLY)) {
            boolean out = cached(path) < MEGABYTE / 2;
            extras.rdadvise(fd.num(), MEGABYTE / 2, (int) MEGABYTE / 4);
            long patience = System.nanoTime() + 30_000_000_000L;
            while (cached(path) < MEGABYTE / 4) {
                assertTrue(System.nanoTime() < patience, "nothing is read, out of the cache: " + out);
                Thread.onSpinWait();
            }
            assertErrno(EINVAL, () -> extras.rdadvise(fd.num(), -1, 1));
            assertErrno(EINVAL, () -> extras.rdadvise(fd.num(), 1, -1));
        }
    }

    private static long cached(Path path) {
        return Long.parseLong(
                Programs.output("fincore", "-nb", "-o", "RES", path.toString()).strip());
    }

    @Test
    @NeedsTool("filefrag")
    void log2physTellsWhereAByteLies() throws IOException {
        byte[] content = new byte[(int) MEGABYTE];
        Arrays.fill(content, (byte) 'x');
        Path path = Files.write(dir.resolve("file"), content);
        try (Fd fd = open(path, O_RDWR)) {
            posix.io().ftruncate(fd.num(), 3 * MEGABYTE);
            posix.io().fsync(fd.num());
            Programs.Outcome fragments = Programs.run("filefrag", "-b1", "-e", path.toString());
            assumeTrue(fragments.exit() == 0, "a file system that does not tell");
            Matcher first =
                    Pattern.compile("(?m)^ *0: +0\\.\\. *(\\d+): +(\\d+)\\.\\.").matcher(fragments.output());
            assertTrue(first.find(), fragments.output());
            long end = Long.parseLong(first.group(1));
            long physical = Long.parseLong(first.group(2));
            assertEquals(OptionalLong.of(physical), extras.log2phys(fd.num(), 0));
            assertEquals(OptionalLong.of(physical + 4097), extras.log2phys(fd.num(), 4097));
            assertEquals(OptionalLong.of(physical + end), extras.log2phys(fd.num(), end));
            assertEquals(OptionalLong.empty(), extras.log2phys(fd.num(), 2 * MEGABYTE));
            assertEquals(OptionalLong.empty(), extras.log2phys(fd.num(), 5L << 32));
        }
    }
}
