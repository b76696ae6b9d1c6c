package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.onlinux.constants.LinuxMount.MNT_DETACH;
import static posixkit.onlinux.constants.LinuxMount.MNT_EXPIRE;
import static posixkit.onlinux.constants.LinuxMount.MS_BIND;
import static posixkit.onlinux.constants.LinuxMount.MS_MOVE;
import static posixkit.onlinux.constants.LinuxMount.MS_NODEV;
import static posixkit.onlinux.constants.LinuxMount.MS_NOEXEC;
import static posixkit.onlinux.constants.LinuxMount.MS_NOSUID;
import static posixkit.onlinux.constants.LinuxMount.MS_PRIVATE;
import static posixkit.onlinux.constants.LinuxMount.MS_RDONLY;
import static posixkit.onlinux.constants.LinuxMount.MS_REC;
import static posixkit.onlinux.constants.LinuxMount.MS_REMOUNT;
import static posixkit.onlinux.constants.LinuxMount.MS_SHARED;
import static posixkit.onlinux.constants.LinuxMount.MS_UNBINDABLE;
import static posixkit.onlinux.constants.LinuxMount.UMOUNT_NOFOLLOW;
import static posixkit.testing.ProcessShell.line;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.ErrnoException;
import posixkit.Names;
import posixkit.Posix;
import posixkit.ffi.Native;
import posixkit.linux.call.JnrLinuxCalls;
import posixkit.onlinux.Kernel;
import posixkit.testing.ChildJvm;
import posixkit.testing.Compiler;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;

/**
 * What {@link Kernel} promises about mounts. JVMs in private mount namespaces make them, so they vanish with these JVMs.
 * {@code mountinfo} is the oracle.
 */
@ExtendWith(Descriptors.class)
class LinuxMountTest {
    @TempDir
    Path given;

    private Path dir;

    @BeforeEach
    void withoutLinks() throws IOException {
        dir = given.toRealPath();
    }

    @Test
    @NeedsRoot
    @NeedsTool("unshare")
    void mountMountsAndUmount2TakesItOff() throws IOException {
        Path target = Files.createDirectory(dir.resolve("target"));
        try (ChildJvm child = apart()) {
            long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
            assertEquals("ok", child.ask(line("mount", "a-source", target, "tmpfs", flags, "size=1m,mode=701")));
            Mounted mounted = mounted(child, target).orElseThrow();
            assertEquals("tmpfs", mounted.type);
            assertEquals("a-source", mounted.source);
            for (String option : List.of("rw", "nosuid", "nodev", "noexec")) {
                assertTrue(mounted.options.contains(option), mounted.toString());
            }
            assertTrue(mounted.superOptions.containsAll(List.of("size=1024k", "mode=701")), mounted.toString());
            assertFalse(Files.readString(Path.of("/proc/thread-self/mountinfo")).contains(target.toString()), "here");
            assertEquals("ok", child.ask(line("create", target.resolve("file"))));
            assertFalse(Files.exists(target.resolve("file")), "here");
            assertEquals("ok", child.ask(line("umount2", target, 0)));
            assertEquals(Optional.empty(), mounted(child, target));
            assertEquals("EINVAL", child.ask(line("umount2", target, 0)), "nothing is mounted any more");
        }
    }

    /** A bind mount ignores MS_RDONLY until it is remounted. */
    @Test
    @NeedsRoot
    @NeedsTool("unshare")
    void aDirectoryIsBoundAndThenMadeReadOnly() throws IOException {
        Path source = Files.createDirectory(dir.resolve("source"));
        Path target = Files.createDirectory(dir.resolve("target"));
        Files.writeString(source.resolve("file"), "content");
        try (ChildJvm child = apart()) {
            assertEquals("ok", child.ask(line("mount", source, target, "null", MS_BIND | MS_RDONLY, "null")));
            assertTrue(mounted(child, target).orElseThrow().options.contains("rw"));
            assertEquals("ok", child.ask(line("create", target.resolve("made"))));
            assertTrue(Files.exists(source.resolve("made")), "it is the same directory");
            long again = MS_REMOUNT | MS_BIND | MS_RDONLY;
            assertEquals("ok", child.ask(line("mount", "null", target, "null", again, "null")));
            assertTrue(mounted(child, target).orElseThrow().options.contains("ro"));
            assertEquals("EROFS", child.ask(line("create", target.resolve("more"))));
            assertEquals("ok", child.ask(line("create", source.resolve("more"))), "by its other name");
            assertEquals("ok", child.ask(line("umount2", target, UMOUNT_NOFOLLOW)));
        }
    }

    @Test
    @NeedsRoot
    @NeedsTool("unshare")
    void aMountIsMovedAndSaysWithWhomItIsShared() throws IOException {
        Path from = Files.createDirectory(dir.resolve("from"));
        Path to = Files.createDirectory(dir.resolve("to"));
        try (ChildJvm child = apart()) {
            assertEquals("ok", child.ask(line("mount", "none", from, "tmpfs", 0, "")));
            assertEquals("ok", child.ask(line("mount", from, to, "null", MS_MOVE, "null")));
            assertEquals(Optional.empty(), mounted(child, from));
            assertEquals("tmpfs", mounted(child, to).orElseThrow().type);
            assertEquals("", mounted(child, to).orElseThrow().shared);
            assertEquals("ok", child.ask(line("mount", "null", to, "null", MS_SHARED, "null")));
            assertTrue(mounted(child, to).orElseThrow().shared.startsWith("shared:"));
            assertEquals("ok", child.ask(line("mount", "null", to, "null", MS_UNBINDABLE, "null")));
            assertEquals("unbindable", mounted(child, to).orElseThrow().shared);
            assertEquals("EINVAL", child.ask(line("mount", to, from, "null", MS_BIND, "null")));
            assertEquals("ok", child.ask(line("mount", "null", to, "null", MS_PRIVATE | MS_REC, "null")));
            assertEquals("", mounted(child, to).orElseThrow().shared);
            assertEquals("ok", child.ask(line("mount", to, from, "null", MS_BIND, "null")));
        }
    }

    @Test
    @NeedsRoot
    @NeedsTool("unshare")
    void namesNeedNotBeText() throws IOException {
        HexFormat hex = HexFormat.of();
        byte[] text = (dir + "/äx").getBytes(StandardCharsets.UTF_8);
        byte[] target = text.clone();
        target[target.length - 1] = (byte) 0xFF;
        try (ChildJvm child = apart()) {
            Posix.get().files().mkdir(Names.of(target), 0700);
            byte[] options = "mode=705".getBytes(StandardCharsets.UTF_8);
            String named = line("mountHex", "fe", hex.formatHex(target), "tmpfs", 0, hex.formatHex(options));
            assertEquals("ok", child.ask(named));
            byte[] table = Files.readAllBytes(Path.of("/proc/" + child.pid() + "/mountinfo"));
            String mounts = new String(table, StandardCharsets.ISO_8859_1);
            assertTrue(mounts.contains(new String(target, StandardCharsets.ISO_8859_1) + " rw"), mounts);
            assertTrue(mounts.contains("tmpfs \u00fe rw,mode=705"), mounts);
            assertEquals("ok", child.ask(line("umount2Hex", hex.formatHex(target), 0)));
            table = Files.readAllBytes(Path.of("/proc/" + child.pid() + "/mountinfo"));
            assertFalse(new String(table, StandardCharsets.ISO_8859_1).contains("\u00fe rw,mode=705"));
            Posix.get().files().rmdir(Names.of(target));
        }
    }

    @Test
    @NeedsRoot
    @NeedsTool("unshare")
    void whatCannotBeMountedSaysWhy() throws IOException {
        Path target = Files.createDirectory(dir.resolve("target"));
        Path file = Files.writeString(dir.resolve("file"), "");
        try (ChildJvm child = apart()) {
            assertEquals("ENODEV", child.ask(line("mount", "none", target, "nosuchfs", 0, "null")));
            assertEquals("ENOENT", child.ask(line("mount", "none", dir + "/missing", "tmpfs", 0, "null")));
            assertEquals("ENOTDIR", child.ask(line("mount", "none", file, "tmpfs", 0, "null")));
            assertEquals("ENOENT", child.ask(line("mount", dir + "/missing", target, "null", MS_BIND, "null")));
            assertEquals("EINVAL", child.ask(line("mount", "none", target, "tmpfs", 0, "nosuch=1")));
            assertEquals("EINVAL", child.ask(line("mount", "none", target, "null", 0, "null")), "what kind?");
            assertEquals("EINVAL", child.ask(line("mount", "null", target, "null", MS_REMOUNT, "null")));
            assertEquals("ENOENT", child.ask(line("umount2", dir + "/missing", 0)));
            assertEquals("EINVAL", child.ask(line("umount2", target, 0)));
            assertEquals(Optional.empty(), mounted(child, target));
        }
    }

    @Test
    @NeedsRoot
    @NeedsTool("unshare")
    void whatIsInUseStaysUnlessItIsDetached() throws IOException {
        Path target = Files.createDirectory(dir.resolve("target"));
        Path link = Files.createSymbolicLink(dir.resolve("link"), target);
        try (ChildJvm child = apart()) {
            assertEquals("ok", child.ask(line("mount", "none", target, "tmpfs", 0, "null")));
            assertEquals("ok", child.ask(line("create", target.resolve("file"))));
            String fd = child.ask(line("open", target.resolve("file")));
            assertEquals("EBUSY", child.ask(line("umount2", target, 0)));
            assertTrue(mounted(child, target).isPresent());
            assertEquals("EINVAL", child.ask(line("umount2", link, UMOUNT_NOFOLLOW | MNT_DETACH)));
            assertEquals("ok", child.ask(line("umount2", link, MNT_DETACH)));
            assertEquals(Optional.empty(), mounted(child, target));
            assertEquals("ok", child.ask(line("close", fd)));
            assertEquals("ok", child.ask(line("mount", "none", target, "tmpfs", 0, "null")));
            assertEquals("EAGAIN", child.ask(line("umount2", target, MNT_EXPIRE)));
            assertEquals("ok", child.ask(line("umount2", target, MNT_EXPIRE)), "the second time");
        }
    }

    @Test
    @NeedsRoot
    @NeedsTool("unshare")
    void withoutTheCapabilityItIsEperm() throws IOException {
        Path target = Files.createDirectory(dir.resolve("target"));
        try (ChildJvm child = apart()) {
            assertEquals("ok", child.ask(line("mount", "none", target, "tmpfs", 0, "null")));
            assertEquals("ok", child.ask(line("setuid", 1234)));
            assertEquals("EPERM", child.ask(line("mount", "none", "/", "tmpfs", 0, "null")));
            assertEquals("EPERM", child.ask(line("umount2", "/", MNT_DETACH)));
            assertTrue(mounted(child, target).isPresent());
        }
    }

    /** The kernel would cut off the rest without an error. */
    @Test
    @NeedsRoot
    @NeedsTool("unshare")
    void dataTakesAPageWithItsNul() throws IOException {
        Path target = Files.createDirectory(dir.resolve("target"));
        int page = Posix.get().host().getpagesize();
        try (ChildJvm child = apart()) {
            String fits = "size=1m," + ",".repeat(page - 1 - 16) + "mode=701";
            assertEquals(page - 1, fits.length());
            assertEquals("ok", child.ask(line("mount", "none", target, "tmpfs", 0, fits)));
            assertTrue(mounted(child, target).orElseThrow().superOptions.contains("mode=701"));
            assertEquals("refused", child.ask(line("mount", "none", target, "tmpfs", 0, "," + fits)));
        }
    }

    @Test
    void whatCannotBePassedOnIsRefused() {
        Kernel kernel = Posix.get().onLinux().kernel();
        String missing = dir + "/missing";
        assertThrows(NullPointerException.class, () -> kernel.mount("none", null, "tmpfs", 0, null));
        assertThrows(IllegalArgumentException.class, () -> kernel.mount("no\0ne", missing, "tmpfs", 0, null));
        assertThrows(IllegalArgumentException.class, () -> kernel.mount("none", missing + "\0", "tmpfs", 0, null));
        assertThrows(IllegalArgumentException.class, () -> kernel.mount("none", missing, "tmp\0fs", 0, null));
        assertThrows(IllegalArgumentException.class, () -> kernel.mount("none", missing, "tmpfs", 0, "a\0b"));
        assertThrows(NullPointerException.class, () -> kernel.umount2(null, 0));
        assertThrows(IllegalArgumentException.class, () -> kernel.umount2(missing + "\0", 0));
    }

    /** {@code String.getBytes} would write {@code ?}, which is another option. */
    @Test
    void dataThatIsNoTextIsRefusedByName() {
        Kernel kernel = Posix.get().onLinux().kernel();
        for (String data : new String[] {"mode=700,\uD800", "\uDFFF", "\uDCC3\uDCA9"}) {
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class, () -> kernel.mount("none", dir + "/missing", "tmpfs", 0, data));
            assertTrue(refused.getMessage().startsWith("data: "), refused.getMessage());
        }
    }

    /** A libc that compares what it gets, byte for byte. */
    @Test
    @NeedsTool("cc")
    void everyNameAndTheDataArriveAsTheirBytes() throws IOException {
        String source = """
                #include <string.h>
                long same;
                int mount(const char *source, const char *target, const char *type, unsigned long flags, const void *data) {
                    same = !strcmp(source, "\\xfe\\xc3\\xa9") && !strcmp(target, "/\\x80") && !strcmp(type, "\\xe2\\x82")
                            && !strcmp(data, "a=\\xff,b=\\xc3\\xa9");
                    return 0;
                }
                int umount2(const char *target, int flags) { same = 2 * !strcmp(target, "/\\xc3/\\xa9"); return 0; }
                int getpagesize(void) { return 4096; }
                """;
        Native libc = Native.library(Compiler.library(dir, "names", source).toString());
        Kernel kernel = new LinuxKernel(LinuxBodies.over(libc), new JnrLinuxCalls(libc));
        kernel.mount("\uDCFEé", "/\uDC80", "\uDCE2\uDC82", 0, "a=\uDCFF,b=é");
        assertEquals(1, Native.pointerAt(libc.symbol("same")));
        kernel.umount2("/\uDCC3/\uDCA9", 0);
        assertEquals(2, Native.pointerAt(libc.symbol("same")));
    }

    @Test
    void aRefusedNameIsNamed() {
        Kernel kernel = Posix.get().onLinux().kernel();
        String missing = dir + "/missing";
        String bad = "half \uD800";
        assertRefused("source: ", () -> kernel.mountOrErrno(bad, missing, "tmpfs", 0, null));
        assertRefused("target: ", () -> kernel.mountOrErrno("none", bad, "tmpfs", 0, null));
        assertRefused("fstype: ", () -> kernel.mountOrErrno("none", missing, bad, 0, null));
        assertRefused("data: ", () -> kernel.mountOrErrno("none", missing, "tmpfs", 0, bad));
        assertRefused("target: ", () -> kernel.umount2OrErrno(bad, 0));
        assertEquals(
                "target",
                assertThrows(NullPointerException.class, () -> kernel.umount2OrErrno(null, 0))
                        .getMessage());
    }

    @Test
    void aTwinReturnsTheErrnoThatThePlainFormThrows() {
        Kernel kernel = Posix.get().onLinux().kernel();
        String missing = dir + "/missing";
        ErrnoException thrown =
                assertThrows(ErrnoException.class, () -> kernel.mount("none", missing, "tmpfs", 0, null));
        assertEquals(-thrown.errno(), kernel.mountOrErrno("none", missing, "tmpfs", 0, null));
        assertEquals('"' + missing + '"', thrown.subject());
        thrown = assertThrows(ErrnoException.class, () -> kernel.umount2(missing, 0));
        assertEquals(-thrown.errno(), kernel.umount2OrErrno(missing, 0));
        assertEquals('"' + missing + '"', thrown.subject());
    }

    /** Some file systems refuse an empty string of options. */
    @Test
    @NeedsTool("cc")
    void noDataAndEmptyDataAreNull() throws IOException {
        String source = "long seen[5];\n"
                + "int mount(long source, long target, long type, unsigned long flags, long data) {\n"
                + "  seen[0] = source != 0, seen[1] = target != 0, seen[2] = type != 0, seen[3] = flags, seen[4] = data != 0;\n"
                + "  return 0;\n}\n"
                + "int getpagesize(void) { return 100; }\n";
        Native libc = Native.library(Compiler.library(dir, "mount", source).toString());
        Kernel kernel = new LinuxKernel(LinuxBodies.over(libc), new JnrLinuxCalls(libc));
        kernel.mount("a", "b", "c", 0x1_2345_6789L, "d");
        assertEquals("1 1 1 4886718345 1", seen(libc));
        kernel.mount(null, "b", null, 7, null);
        assertEquals("0 1 0 7 0", seen(libc));
        kernel.mount("a", "b", "c", 8, "");
        assertEquals("1 1 1 8 0", seen(libc));
        assertThrows(IllegalArgumentException.class, () -> kernel.mount("a", "b", "c", 12, "d".repeat(100)));
        kernel.mount("a", "b", "c", 13, "d".repeat(99));
        assertEquals("1 1 1 13 1", seen(libc));
    }

    private static String seen(Native libc) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            text.append(i == 0 ? "" : " ").append(Native.pointerAt(libc.symbol("seen") + (long) i * Long.BYTES));
        }
        return text.toString();
    }

    private record Mounted(
            String shared, List<String> options, String type, String source, List<String> superOptions) {}

    /** Returns the line of the child's mount table for a mount point; see proc(5). */
    private static Optional<Mounted> mounted(ChildJvm child, Path point) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + child.pid() + "/mountinfo")).stream()
                .map(mount -> mount.split(" - "))
                .filter(halves -> halves[0].split(" ")[4].equals(point.toString()))
                .map(halves -> {
                    String[] before = halves[0].split(" ");
                    String[] after = halves[1].split(" ");
                    String shared = before.length > 6 ? before[6] : "";
                    return new Mounted(
                            shared, List.of(before[5].split(",")), after[0], after[1], List.of(after[2].split(",")));
                })
                .findFirst();
    }

    /** Starts a JVM in a private mount namespace, which all its threads share. */
    private static ChildJvm apart() throws IOException {
        return ChildJvm.startBy(List.of("unshare", "--mount", "--propagation", "private"), KernelShell.class);
    }
}
