package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENODEV;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.onlinux.constants.LinuxAt.AT_RECURSIVE;
import static posixkit.onlinux.constants.LinuxMount.MOUNT_ATTR_IDMAP;
import static posixkit.onlinux.constants.LinuxMount.MOUNT_ATTR_NODEV;
import static posixkit.onlinux.constants.LinuxMount.MOUNT_ATTR_NOSUID;
import static posixkit.onlinux.constants.LinuxMount.MOUNT_ATTR_RDONLY;
import static posixkit.onlinux.constants.LinuxMount.MOVE_MOUNT_F_EMPTY_PATH;
import static posixkit.onlinux.constants.LinuxMount.MS_SHARED;
import static posixkit.onlinux.constants.LinuxMount.OPEN_TREE_CLONE;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertNullRefused;
import static posixkit.testing.Refusals.assertRefused;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.contract.WithFiles;
import posixkit.ffi.Native;
import posixkit.linux.call.JnrLinuxCalls;
import posixkit.onlinux.Mounts;
import posixkit.testing.ChildJvm;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.unix.CloseOnExec;

/** Tests {@link Mounts} in JVMs with their own mount namespaces. {@code mountinfo} is the oracle. */
class LinuxMountsTest extends WithFiles {
    private static final String NONE = "-";

    private final Mounts mounts = posix.onLinux().mounts();

    /** Makes the call that each line names. The word {@code -} is an empty path. */
    static final class Mounting {
        private Mounting() {}

        public static void main(String[] arguments) throws IOException {
            Posix posix = Posix.get();
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                for (int i = 0; i < words.length; i++) {
                    words[i] = words[i].equals(NONE) ? "" : words[i];
                }
                try {
                    System.out.println(call(posix, posix.onLinux().mounts(), words));
                } catch (ErrnoException e) {
                    System.out.println(Errno.name(e.errno()));
                }
            }
        }

        private static int number(String word) {
            return Integer.parseInt(word);
        }

        private static Object call(Posix posix, Mounts mounts, String[] a) throws IOException {
            switch (a[0]) {
                case "fsopen" -> {
                    return mounts.fsopen(a[1], 0);
                }
                case "fspick" -> {
                    return mounts.fspick(AT_FDCWD, a[1], 0);
                }
                case "flag" -> mounts.fsconfigSetFlag(number(a[1]), a[2]);
                case "string" -> mounts.fsconfigSetString(number(a[1]), a[2], a[3]);
                case "binary" -> mounts.fsconfigSetBinary(number(a[1]), a[2], a[3].getBytes(StandardCharsets.UTF_8));
                case "path" -> mounts.fsconfigSetPath(number(a[1]), a[2], AT_FDCWD, a[3]);
                case "fd" -> mounts.fsconfigSetFd(number(a[1]), a[2], number(a[3]));
                case "create" -> mounts.fsconfigCmdCreate(number(a[1]));
                case "reconfigure" -> mounts.fsconfigCmdReconfigure(number(a[1]));
                case "fsmount" -> {
                    return mounts.fsmount(number(a[1]), 0, number(a[2]));
                }
                case "tree" -> {
                    return mounts.openTree(AT_FDCWD, a[1], number(a[2]));
                }
                case "move" -> mounts.moveMount(number(a[1]), a[2], AT_FDCWD, a[3], number(a[4]));
                case "setattr" ->
                    mounts.mountSetattr(
                            AT_FDCWD,
                            a[1],
                            number(a[2]),
                            Long.parseLong(a[3]),
                            Long.parseLong(a[4]),
                            Long.parseLong(a[5]),
                            0);
                case "pivot" -> mounts.pivotRoot(a[1], a[2]);
                case "read" -> {
                    byte[] message = new byte[200];
                    int length = posix.io().read(number(a[1]), message);
                    return new String(message, 0, length, StandardCharsets.UTF_8).strip();
                }
                case "close" -> posix.io().close(number(a[1]));
                case "setuid" -> posix.ids().setuid(number(a[1]));
                default -> throw new IllegalArgumentException(a[0]);
            }
            return "ok";
        }
    }

    private static ChildJvm apart() throws IOException {
        return ChildJvm.startBy(List.of("unshare", "--mount", "--propagation", "private"), Mounting.class);
    }

    /** Returns the lines of the child's table for a place. */
    private static List<String> mounted(ChildJvm child, Object place) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + child.pid() + "/mountinfo")).stream()
                .filter(line -> line.split(" ")[4].equals(place.toString()))
                .toList();
    }

    private static void assertOk(ChildJvm child, Object... words) throws IOException {
        String line = line(words);
        assertEquals("ok", child.ask(line), line);
    }

    private static String line(Object... words) {
        StringBuilder line = new StringBuilder();
        for (Object word : words) {
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        return line.toString();
    }

    @Test
    @NeedsRoot
    @NeedsTool("unshare")
    void aFileSystemIsConfiguredMountedAndChanged() throws IOException {
        Path top = dir.toRealPath();
        Path target = Files.createDirectory(top.resolve("target"));
        try (ChildJvm child = apart()) {
            String context = child.ask("fsopen tmpfs");
            assertOk(child, "string", context, "source", "a-source");
            assertOk(child, "string", context, "size", "1m");
            assertEquals("EINVAL", child.ask(line("string", context, "size", "much")));
            assertTrue(child.ask("read " + context).contains("size"), "the kernel's message");
            assertEquals("EINVAL", child.ask(line("flag", context, "nosuch")));
            assertEquals("EINVAL", child.ask(line("binary", context, "size", "x")));
            assertEquals("EINVAL", child.ask(line("fd", context, "size", "0")));
            assertEquals("EINVAL", child.ask(line("path", context, "size", "/")));
            assertEquals("EINVAL", child.ask(line("fsmount", context, 0)), "not created");
            assertOk(child, "create", context);
            assertEquals("EBUSY", child.ask("create " + context));
            String mount = child.ask(line("fsmount", context, MOUNT_ATTR_NODEV | MOUNT_ATTR_NOSUID));
            assertEquals(List.of(), mounted(child, target));
            assertOk(child, "move", mount, NONE, target, MOVE_MOUNT_F_EMPTY_PATH);
            String line = mounted(child, target).get(0);
            assertTrue(line.contains(" rw,nosuid,nodev,relatime - tmpfs a-source rw,size=1024k"), line);

            String picked = child.ask("fspick " + target);
            assertOk(child, "string", picked, "size", "2m");
            assertOk(child, "flag", picked, "ro");
            assertOk(child, "reconfigure", picked);
            line = mounted(child, target).get(0);
            assertTrue(line.contains(" - tmpfs a-source ro,size=2048k"), line);
            assertEquals("EINVAL", child.ask("fspick " + top), "nothing is mounted there");
            for (String fd : List.of(context, mount, picked)) {
                assertOk(child, "close", fd);
            }
            assertEquals("ENODEV", child.ask("fsopen nosuchfs"));
            assertOk(child, "setuid", 1234);
            assertEquals("EPERM", child.ask("fsopen tmpfs"));
        }
    }

    @Test
    @NeedsRoot
    @NeedsTool("unshare")
    void aMountIsCopiedMovedAndChanged() throws IOException {
        Path top = dir.toRealPath();
        Path source = Files.createDirectory(top.resolve("source"));
        Path target = Files.createDirectory(top.resolve("target"));
        Path other = Files.createDirectory(top.resolve("other"));
        Files.writeString(source.resolve("file"), "content");
        try (ChildJvm child = apart()) {
            String tree = child.ask(line("tree", source, OPEN_TREE_CLONE | AT_RECURSIVE));
            assertOk(child, "move", tree, NONE, target, MOVE_MOUNT_F_EMPTY_PATH);
            assertOk(child, "close", tree);
            assertTrue(mounted(child, target).get(0).contains("/source "), "of this directory");
            assertOk(child, "setattr", target, 0, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NODEV, 0, 0);
            assertTrue(mounted(child, target).get(0).contains(" ro,nodev"));
            assertOk(child, "setattr", target, AT_RECURSIVE, 0, MOUNT_ATTR_RDONLY, MS_SHARED);
            String line = mounted(child, target).get(0);
            assertTrue(line.contains(" rw,nodev") && line.contains(" shared:"), line);
            assertOk(child, "move", AT_FDCWD, target, other, 0);
            assertEquals(List.of(), mounted(child, target));
            assertEquals(1, mounted(child, other).size());
            assertEquals("EINVAL", child.ask(line("move", AT_FDCWD, target, other, 0)), "not a mount");
            assertEquals("EINVAL", child.ask(line("setattr", target, 0, MOUNT_ATTR_RDONLY, 0, 0)));
            assertEquals("ENOENT", child.ask(line("tree", top + "/absent", 0)));
        }
    }

    @Test
    @NeedsRoot
    @NeedsTool("unshare")
    void theRootIsExchanged() throws IOException {
        Path root = Files.createDirectory(dir.toRealPath().resolve("root"));
        try (ChildJvm child = apart()) {
            assertEquals("EBUSY", child.ask(line("pivot", root, root)), "on the present root");
            String context = child.ask("fsopen tmpfs");
            assertOk(child, "create", context);
            String mount = child.ask(line("fsmount", context, 0));
            assertOk(child, "move", mount, NONE, root, MOVE_MOUNT_F_EMPTY_PATH);
            assertEquals("ENOENT", child.ask(line("pivot", root, root + "/absent")));
            assertOk(child, "pivot", root, root);
            List<String> roots = mounted(child, "/");
            assertTrue(roots.stream().anyMatch(line -> line.contains(" - tmpfs ")), roots.toString());
        }
        assertFalse(Files.readString(Path.of("/proc/self/mountinfo")).contains(root.toString()), "here");
    }

    @Test
    @NeedsRoot
    void failuresHaveTheirErrno() throws IOException {
        assertErrno(ENODEV, () -> mounts.fsopen("nosuchfs", 0));
        assertErrno(EINVAL, () -> mounts.fsopen("tmpfs", 1 << 20));
        assertErrno(ENOENT, () -> mounts.fspick(AT_FDCWD, dir + "/absent", 0));
        assertErrno(EBADF, () -> mounts.fsconfigSetFlag(NOT_OPEN, "ro"));
        assertErrno(EBADF, () -> mounts.fsconfigCmdCreate(NOT_OPEN));
        assertErrno(EBADF, () -> mounts.fsconfigCmdReconfigure(NOT_OPEN));
        assertErrno(EBADF, () -> mounts.fsmount(NOT_OPEN, 0, 0));
        assertErrno(ENOENT, () -> mounts.openTree(AT_FDCWD, dir + "/absent", 0));
        assertErrno(ENOENT, () -> mounts.moveMount(AT_FDCWD, dir + "/absent", AT_FDCWD, dir.toString(), 0));
        assertMinus(ENOENT, mounts.mountSetattrOrErrno(AT_FDCWD, dir + "/absent", 0, 0, MOUNT_ATTR_RDONLY, 0, 0));
        try (Fd file = Fd.own(posix.files().open("/dev/null", O_RDONLY))) {
            assertErrno(EINVAL, () -> mounts.mountSetattr(AT_FDCWD, "/", 0, MOUNT_ATTR_IDMAP, 0, 0, file.num()));
            assertErrno(EBADF, () -> mounts.mountSetattr(AT_FDCWD, "/", 0, MOUNT_ATTR_IDMAP, 0, 0, NOT_OPEN));
        }
        assertErrno(ENOENT, () -> mounts.pivotRoot(dir + "/absent", dir.toString()));
        assertRefused("fsname", () -> mounts.fsopen("a\0b", 0));
        assertRefused("value", () -> mounts.fsconfigSetString(NOT_OPEN, "key", "a\0b"));
        assertRefused("key", () -> mounts.fsconfigSetFd(NOT_OPEN, "a\0b", 0));
        assertNullRefused("value", () -> mounts.fsconfigSetBinary(NOT_OPEN, "key", null));
    }

    /** A C library that records what it is called with, because few file systems take values of every kind. */
    @Test
    @NeedsTool("cc")
    void eachFormHasItsCommandAndItsArguments(@TempDir Path compiled) throws IOException {
        String library = """
                #include <linux/mount.h>
                #include <string.h>
                #include <sys/syscall.h>
                long syscall(long number, long fd, long cmd, const char *key, const char *value, long aux) {
                    if (number != SYS_fsconfig || fd != 5) return 100;
                    switch (cmd) {
                        case FSCONFIG_SET_FLAG: return strcmp(key, "k") || value || aux;
                        case FSCONFIG_SET_STRING: return strcmp(key, "k") || strcmp(value, "v") || aux;
                        case FSCONFIG_SET_BINARY: return strcmp(key, "k") || memcmp(value, "a\\0b", 3) || aux != 3;
                        case FSCONFIG_SET_PATH: return strcmp(key, "k") || strcmp(value, "p") || aux != 7;
                        case FSCONFIG_SET_PATH_EMPTY: return strcmp(key, "k") || *value || aux != 7;
                        case FSCONFIG_SET_FD: return strcmp(key, "k") || value || aux != 7;
                        case FSCONFIG_CMD_CREATE: case FSCONFIG_CMD_RECONFIGURE: return key || value || aux;
                        default: return 101;
                    }
                }
                """;
        Native libc =
                Native.library(Compiler.library(compiled, "config", library).toString());
        Mounts recorded = new LinuxMounts(new JnrLinuxCalls(libc), CloseOnExec.YES);
        assertEquals(0, recorded.fsconfigSetFlagOrErrno(5, "k"));
        assertEquals(0, recorded.fsconfigSetStringOrErrno(5, "k", "v"));
        assertEquals(0, recorded.fsconfigSetBinaryOrErrno(5, "k", new byte[] {'a', 0, 'b'}));
        assertEquals(0, recorded.fsconfigSetPathOrErrno(5, "k", 7, "p"));
        assertEquals(0, recorded.fsconfigSetPathOrErrno(5, "k", 7, ""));
        assertEquals(0, recorded.fsconfigSetFdOrErrno(5, "k", 7));
        assertEquals(0, recorded.fsconfigCmdCreateOrErrno(5));
        assertEquals(0, recorded.fsconfigCmdReconfigureOrErrno(5));
        assertEquals(100, recorded.fsconfigCmdCreateOrErrno(6));
    }
}
