package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Mode.S_IFBLK;
import static posixkit.constants.Mode.S_IFCHR;
import static posixkit.constants.Mode.S_IFDIR;
import static posixkit.constants.Mode.S_IFIFO;
import static posixkit.constants.Mode.S_IFLNK;
import static posixkit.constants.Mode.S_IFMT;
import static posixkit.constants.Mode.S_IFREG;
import static posixkit.constants.Mode.S_IFSOCK;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.Names;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsGnu;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;
import posixkit.testing.PosixShell;
import posixkit.testing.Programs;

/**
 * Tests FIFOs, sockets and devices, and what belongs to the whole process: its directory, root and umask. Only children change the
 * latter. The oracles are the JDK, {@code /proc} and coreutils.
 */
public abstract class NodesContract extends WithFiles {
    private static final String NOT_TEXT = Names.of(HexFormat.of().parseHex("ff65e480eda080"));

    @Test
    void mkfifoMakesAPipeWithAName() throws IOException {
        int umask = Integer.parseInt(Programs.output("sh", "-c", "umask"), 8);
        String path = dir + "/fifo€";
        files.mkfifo(path, 0612);
        assertEquals(S_IFIFO | 0612 & ~umask, mode(path));
        files.mkfifo(dir + "/" + NOT_TEXT, 0600);
        assertEquals(S_IFIFO, files.lstat(dir + "/" + NOT_TEXT).mode() & S_IFMT);
        try (Fd read = open(Path.of(path), O_RDONLY | O_NONBLOCK);
                Fd write = open(Path.of(path), O_WRONLY)) {
            posix.io().write(write.num(), bytes("through"));
            byte[] back = new byte[16];
            assertEquals(7, posix.io().read(read.num(), back));
            assertEquals("through", new String(back, 0, 7, StandardCharsets.UTF_8));
        }
        assertErrno(EEXIST, () -> files.mkfifo(path, 0600));
    }

    @Test
    void mknodMakesWhatItsModeSays() throws IOException {
        int umask = Integer.parseInt(Programs.output("sh", "-c", "umask"), 8);
        for (int kind : kindsForAnybody()) {
            String path = dir + "/" + Integer.toOctalString(kind) + "€";
            files.mknod(path, kind | 0641, 0);
            int made = kind == 0 ? S_IFREG : kind;
            assertEquals(made | 0641 & ~umask, mode(path));
            assertErrno(EEXIST, () -> files.mknod(path, kind | 0600, 0));
        }
        files.mknod(dir + "/" + NOT_TEXT, S_IFIFO | 0600, 0);
        assertEquals(S_IFIFO, files.lstat(dir + "/" + NOT_TEXT).mode() & S_IFMT);
    }

    /** Returns the kinds of files other than devices that mknod creates. */
    protected int[] kindsForAnybody() {
        return new int[] {0, S_IFREG, S_IFIFO, S_IFSOCK};
    }

    @Test
    void mknodMakesNoDirectoriesAndNoLinks() {
        String path = dir + "/x";
        assertErrno(mknodOfADirectory(), () -> files.mknod(path, S_IFDIR | 0700, 0));
        assertErrno(mknodOfALink(), () -> files.mknod(path, S_IFLNK | 0700, 0));
        assertEquals("", Programs.output("ls", "-A", dir.toString()));
    }

    protected int mknodOfADirectory() {
        return EPERM;
    }

    protected int mknodOfALink() {
        return EINVAL;
    }

    /** Root in a container may lack the privilege. */
    @Test
    @NeedsGnu
    @NeedsRoot
    void mknodMakesDevicesOfEveryNumber() throws IOException {
        for (int kind : new int[] {S_IFCHR, S_IFBLK}) {
            for (int[] number : devices()) {
                long dev = files.makedev(number[0], number[1]);
                Path path = dir.resolve(kind + "-" + dev);
                files.mknod(path.toString(), kind | 0600, dev);
                String expected = Integer.toHexString(number[0]) + " " + Integer.toHexString(number[1]);
                assertEquals(expected, Programs.output("stat", "-c", "%t %T", path.toString()));
                assertEquals(kind, mode(path.toString()) & S_IFMT);
                assertEquals(dev, files.stat(path.toString()).rdev());
                assertEquals(
                        device((Long) jdk(path, "rdev")),
                        files.stat(path.toString()).rdev());
            }
        }
    }

    /** Returns device numbers, up to the largest. */
    protected int[][] devices() {
        return new int[][] {{1, 3}, {0xABC, 0xDEF12}, {0xFFF, 0xFFFFF}};
    }

    /** Converts a device number of the JDK, which is Linux's, into one of this system. */
    protected long device(long number) {
        return number;
    }

    @Test
    @NeedsRoot
    void devicesAreForThePrivilegedAndFifosForAll() throws IOException {
        Programs.output("chmod", "777", dir.toString());
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            assertEquals("ok", child.ask("mknod " + dir + "/root " + (S_IFIFO | 0600) + " 0"));
            assertEquals("ok", child.ask("seteuid 1234"));
            assertEquals("EPERM", child.ask("mknod " + dir + "/null " + (S_IFCHR | 0600) + " " + files.makedev(1, 3)));
            assertEquals("ok", child.ask("mknod " + dir + "/fifo " + (S_IFIFO | 0600) + " 0"));
        }
        assertEquals(1234, jdk(dir.resolve("fifo"), "uid"));
        assertFalse(Files.exists(dir.resolve("null")));
    }

    @Test
    @NeedsProc
    void chdirAndFchdirMoveTheWholeProcess() throws IOException {
        Path here = Files.createDirectory(dir.toRealPath().resolve("here"));
        Files.writeString(here.resolve("file"), "content");
        Path there = Files.createDirectory(here.resolve("thäre"));
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            assertEquals("ok", child.ask("chdir " + here));
            assertEquals(here, cwd(child));
            assertEquals(here.toString(), child.ask("getcwd"));
            assertEquals("ok", child.ask("stat file"));
            assertEquals("ENOTDIR", child.ask("chdir file"));
            assertEquals("ENOENT", child.ask("chdir missing"));
            assertEquals("ENAMETOOLONG", child.ask("chdir " + "x".repeat(70_000)));
            assertEquals("refused", child.ask("chdir there\0"));
            assertEquals("ENOENT", child.ask("chdirInHex ff"));
            assertEquals(here, cwd(child), "what fails moves nothing");
            assertEquals("ok", child.ask("chdir thäre"));
            assertEquals(there, cwd(child));
            assertEquals("ok", child.ask("chdirInHex 2e2e"));
            assertEquals(here, cwd(child));
            assertEquals("ok", child.ask("fchdir " + there));
            assertEquals(there, cwd(child));
            assertEquals("ENOTDIR", child.ask("fchdir " + here + "/file"));
            assertEquals("EBADF", child.ask("fchdir -1"));
            assertEquals(there, cwd(child));
        }
    }

    private static Path cwd(ChildJvm child) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/" + child.pid() + "/cwd"));
    }

    @Test
    @NeedsProc
    @NeedsRoot
    void chrootMovesTheRootAndLeavesTheDirectory() throws IOException {
        Path here = Files.createDirectories(dir.toRealPath().resolve("rööt"));
        Files.createDirectory(here.resolve("in"));
        Files.writeString(here.resolve("in/file"), "content");
        Programs.output("chmod", "755", dir.toString(), here.toString());
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            assertEquals("ENOENT", child.ask("chroot " + here + "/missing"));
            assertEquals("ENOTDIR", child.ask("chroot " + here + "/in/file"));
            assertEquals("refused", child.ask("chroot " + here + "\0"));
            assertEquals("ok", child.ask("seteuid 1234"));
            assertEquals("EPERM", child.ask("chroot " + here));
            assertEquals("ok", child.ask("seteuid 0"));
            assertEquals(Path.of("/"), root(child));
            assertEquals("ok", child.ask("chdir " + here.getParent()));
            assertEquals("ok", child.ask("chroot " + here));
            assertEquals(here, root(child));
            assertEquals(here.getParent(), cwd(child));
            assertEquals("ok", child.ask("stat /in/file"));
            assertEquals("ENOENT", child.ask("stat " + here));
            assertEquals("ok", child.ask("chrootInHex " + HexFormat.of().formatHex(bytes("/in"))));
            assertEquals(here.resolve("in"), root(child));
            assertEquals("ok", child.ask("stat /file"));
        }
    }

    private static Path root(ChildJvm child) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/" + child.pid() + "/root"));
    }

    @Test
    @NeedsProc
    void umaskIsTheWholeProcesssAndSaysWhatItWas() throws IOException {
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            child.ask("umask 23");
            assertEquals(Set.of("0027"), child.ofAllThreads("Umask"));
            assertEquals("27", child.ask("umask " + 0705));
            assertEquals("ok", child.ask("creat " + dir + "/made " + 0777));
            assertEquals(0072, mode(dir + "/made") & 07777);
            assertEquals("705", child.ask("umask -1"), "the rest is not a permission");
            assertEquals(Set.of("0777"), child.ofAllThreads("Umask"));
            assertEquals(Integer.toOctalString(wholeMask()), child.ask("umask 0"));
            assertEquals("0", child.ask("umask 0"));
        }
        assertTrue(Files.exists(dir.resolve("made")));
    }

    /** Returns what umask keeps of a mask with all bits set. */
    protected int wholeMask() {
        return 0777;
    }

    @Test
    void nodesNeedADirectory() throws IOException {
        String path = file("file", "").toString();
        assertErrno(ENOENT, () -> files.mkfifo(dir + "/missing/x", 0600));
        assertErrno(ENOTDIR, () -> files.mknod(path + "/x", S_IFIFO | 0600, 0));
    }
}
