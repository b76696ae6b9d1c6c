package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static posixkit.constants.Access.F_OK;
import static posixkit.constants.Access.R_OK;
import static posixkit.constants.Access.X_OK;
import static posixkit.constants.At.AT_EACCESS;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EFAULT;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.EOPNOTSUPP;
import static posixkit.constants.Errno.EPERM;
import static posixkit.onlinux.constants.LinuxAt.AT_EMPTY_PATH;
import static posixkit.onlinux.constants.LinuxOpen.O_PATH;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_faccessat;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_faccessat2;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_fchmodat2;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.contract.WithFiles;
import posixkit.ffi.Native;
import posixkit.id.Ids;
import posixkit.linux.call.JnrSyscallCalls;
import posixkit.linux.call.SyscallCalls;
import posixkit.testing.ChildJvm;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;
import posixkit.unix.Scratch;

/** Compares faccessat and fchmodat with flags on a simulated old kernel with those of this kernel. */
class LinuxOldKernelTest extends WithFiles {
    private static final int[] FLAGS = {AT_EACCESS, AT_SYMLINK_NOFOLLOW, AT_EACCESS | AT_SYMLINK_NOFOLLOW};
    private static final int[] MODES = {
        0, 0100, 0200, 0400, 0010, 0020, 0040, 0001, 0002, 0004, 0754, 0467, 0170, 0707, 0777, 04111
    };

    /** Compares the emulation with the kernel, as the user that each line names. */
    static final class Compares {
        private Compares() {}

        public static void main(String[] arguments) throws IOException {
            List<Path> paths = new ArrayList<>();
            try (Stream<Path> entries = Files.list(Path.of(System.getProperty("compared")))) {
                entries.forEach(paths::add);
            }
            LinuxFiles old = OldKernel.without(SYS_faccessat2);
            // Loads the classes now: another user cannot open the jars.
            compare(old, paths);
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int[] ids = Arrays.stream(line.split(" "))
                        .mapToInt(Integer::parseInt)
                        .toArray();
                Ids setters = Posix.get().ids();
                Posix.get().onLinux().ids().setresuid(0, 0, 0);
                setters.setgroups(ids[4]);
                setters.setregid(ids[2], ids[3]);
                Posix.get().onLinux().ids().setresuid(ids[0], ids[1], 0);
                System.out.println(compare(old, paths));
            }
        }
    }

    /** Returns how many results were equal and how many of those were 0; or the first difference. */
    private static String compare(LinuxFiles old, List<Path> paths) {
        int same = 0;
        int yes = 0;
        for (Path path : paths) {
            for (int flags : FLAGS) {
                for (int mode = 0; mode < 8; mode++) {
                    int expected = asked(path.toString(), mode, flags);
                    int actual = old.faccessatOrErrno(AT_FDCWD, path.toString(), mode, flags);
                    if (expected != actual) {
                        return path + ", mode " + mode + ", flags " + flags + ": " + actual + ", not " + expected;
                    }
                    same++;
                    yes += actual == 0 ? 1 : 0;
                }
            }
        }
        return same + " " + yes;
    }

    /** Calls the kernel. */
    private static int asked(String path, int mode, int flags) {
        try (Scratch s = Scratch.open()) {
            return (int) OldKernel.KERNEL.syscall(SYS_faccessat2, AT_FDCWD, s.string("path", path), mode, flags);
        }
    }

    private static boolean has(int number) {
        return OldKernel.KERNEL.syscall(number, -1, 0, 0, 0) == -EFAULT;
    }

    @Test
    void whatIsWorkedOutIsWhatTheKernelSaysToUs() throws IOException {
        assumeTrue(has(SYS_faccessat2), "this kernel cannot be asked");
        List<Path> paths = new ArrayList<>(List.of(dir));
        for (int mode : MODES) {
            Path path = file("file" + mode, "");
            Files.setAttribute(path, "unix:mode", mode);
            paths.add(path);
        }
        paths.add(Files.createSymbolicLink(dir.resolve("nowhere"), Path.of("no/such")));
        String answer = compare(OldKernel.without(SYS_faccessat2), paths);
        assertTrue(answer.startsWith(paths.size() * FLAGS.length * 8 + " "), answer);
    }

    @Test
    @NeedsRoot
    void whatIsWorkedOutIsWhatTheKernelSaysToAnyUser(@TempDir Path compared) throws IOException {
        assumeTrue(has(SYS_faccessat2), "this kernel cannot be asked");
        Files.setAttribute(compared, "unix:mode", 0755);
        int files = 0;
        for (int uid : new int[] {0, 1001, 1005}) {
            for (int gid : new int[] {0, 1002, 1003, 1006}) {
                for (int mode : MODES) {
                    String name = uid + "-" + gid + "-" + Integer.toOctalString(mode);
                    files += made(Files.createFile(compared.resolve(name)), uid, gid, mode);
                    files += made(Files.createDirectory(compared.resolve("d" + name)), uid, gid, mode);
                }
            }
        }
        Files.createSymbolicLink(compared.resolve("link"), Path.of("1001-1002-754"));
        Files.createSymbolicLink(compared.resolve("nowhere"), Path.of("no/such"));
        String all = (files + 2) * FLAGS.length * 8 + " ";
        // Real and effective user, real and effective group, and one supplementary.
        List<String> users = List.of(
                "1001 1001 1002 1002 1003",
                "1001 1001 1006 1002 1003",
                "1001 0 1002 0 1003",
                "0 1001 0 1002 1003",
                "1001 1005 1002 1006 1003",
                "1005 1001 1006 1006 1006",
                "7 8 9 10 11",
                "0 0 1002 1003 1006");
        List<String> answers = new ArrayList<>();
        try (ChildJvm child = ChildJvm.start(Compares.class, "-Dcompared=" + compared)) {
            for (String user : users) {
                answers.add(child.ask(user));
            }
        }
        for (String answer : answers) {
            assertTrue(answer.startsWith(all), answers.toString());
        }
        assertTrue(answers.stream().distinct().count() > 4, "users are not told apart: " + answers);
    }

    private static int made(Path path, int uid, int gid, int mode) throws IOException {
        Files.setAttribute(path, "unix:uid", uid);
        Files.setAttribute(path, "unix:gid", gid);
        Files.setAttribute(path, "unix:mode", mode);
        return 1;
    }

    @Test
    void withoutFaccessat2WrongUseIsRefusedAndAllElseAnswered() throws IOException {
        LinuxFiles old = OldKernel.without(SYS_faccessat2);
        Path path = file("file", "");
        Files.setAttribute(path, "unix:mode", 0600);
        String name = path.toString();
        assertMinus(EINVAL, old.faccessatOrErrno(AT_FDCWD, name, R_OK, 1 << 30));
        assertMinus(EINVAL, old.faccessatOrErrno(AT_FDCWD, "/no/such", R_OK, AT_EACCESS | 1 << 30));
        assertMinus(EINVAL, old.faccessatOrErrno(AT_FDCWD, name, 8, AT_EACCESS));
        assertMinus(EBADF, old.faccessatOrErrno(NOT_OPEN, "file", R_OK, AT_EACCESS));
        assertMinus(ENOENT, old.faccessatOrErrno(AT_FDCWD, name + "x", F_OK, AT_EACCESS));
        assertMinus(EACCES, old.faccessatOrErrno(AT_FDCWD, name, X_OK, 0));
        assertErrno(EACCES, () -> old.faccessat(AT_FDCWD, name, X_OK, AT_EACCESS));
        old.faccessat(AT_FDCWD, name, R_OK, AT_EACCESS);
        try (Fd fd = open(path, O_PATH)) {
            assertEquals(0, old.faccessatOrErrno(fd.num(), "", R_OK, AT_EMPTY_PATH));
            assertMinus(EACCES, old.faccessatOrErrno(fd.num(), "", X_OK, AT_EMPTY_PATH));
        }
    }

    /** Without flags the first system call is made, and the newer one is not probed, as libc might do. */
    @Test
    void withoutFlagsTheFirstCallsAreMade() throws IOException {
        Path path = file("file", "");
        LinuxFiles old = OldKernel.without(SYS_faccessat);
        assertMinus(ENOSYS, old.faccessatOrErrno(AT_FDCWD, path.toString(), F_OK, 0));
        assertEquals(0, old.faccessatOrErrno(AT_FDCWD, path.toString(), F_OK, AT_EACCESS));
        List<Long> asked = new ArrayList<>();
        LinuxFiles counted = OldKernel.refusing(counting(asked), -1, SYS_fchmodat2, SYS_faccessat2);
        counted.faccessat(AT_FDCWD, path.toString(), F_OK, 0);
        counted.fchmodat(AT_FDCWD, path.toString(), 0604, 0);
        assertEquals(List.of(), asked);
        assertEquals("604", Programs.output("stat", "-c", "%a", path.toString()));
    }

    @Test
    void whatTheKernelLacksItIsAskedForOnce() throws IOException {
        Path path = file("file", "");
        List<Long> asked = new ArrayList<>();
        LinuxFiles counted = OldKernel.refusing(counting(asked), -1, SYS_fchmodat2, SYS_faccessat2);
        for (int i = 0; i < 3; i++) {
            counted.faccessat(AT_FDCWD, path.toString(), F_OK, AT_EACCESS);
        }
        assertEquals(1, asked.size());
        for (int i = 0; i < 3; i++) {
            counted.fchmodat(AT_FDCWD, path.toString(), 0604, AT_SYMLINK_NOFOLLOW);
        }
        assertEquals(2, asked.size());
    }

    @Test
    void whatTheKernelHasDoesWhatIsAsked() throws IOException {
        assumeTrue(has(SYS_faccessat2) && has(SYS_fchmodat2), "this kernel cannot be asked");
        Path path = file("file", "");
        List<Long> asked = new ArrayList<>();
        LinuxFiles first = OldKernel.refusing(counting(asked), SYS_faccessat2, SYS_faccessat2);
        first.faccessat(AT_FDCWD, path.toString(), F_OK, AT_EACCESS);
        first.faccessat(AT_FDCWD, path.toString(), F_OK, AT_EACCESS);
        assertEquals(3, asked.size(), "whether it is there, and twice itself");
        LinuxFiles second = OldKernel.refusing(counting(asked), SYS_fchmodat2, SYS_fchmodat2);
        second.fchmodat(AT_FDCWD, path.toString(), 0604, AT_SYMLINK_NOFOLLOW);
        assertEquals(5, asked.size());
    }

    private static SyscallCalls counting(List<Long> asked) {
        return (number, dirfd, path, mode, flags) -> {
            asked.add(number);
            return OldKernel.KERNEL.syscall(number, dirfd, path, mode, flags);
        };
    }

    @Test
    void withoutFchmodat2LibcDoesItAndTheFlagIsNotLost() throws IOException {
        LinuxFiles old = OldKernel.without(SYS_fchmodat2);
        assertFlagKept(old);
    }

    /** Container filters fail with EPERM for an unknown call. */
    @Test
    @NeedsTool("cc")
    void epermFromAFilterIsNoAnswer(@TempDir Path compiled) throws IOException {
        Path library = Compiler.library(compiled, "filter", """
                #include <errno.h>
                long syscall(long number, ...) { errno = EPERM; return -1; }
                """);
        SyscallCalls filter = new JnrSyscallCalls(Native.library(library.toString()));
        assertEquals(-EPERM, filter.syscall(0, 0, 0, 0, 0));
        LinuxFiles filtered = OldKernel.refusing(filter, 0, SYS_faccessat2, SYS_fchmodat2);
        Path path = file("some", "");
        Files.setAttribute(path, "unix:mode", 0600);
        assertEquals(0, filtered.faccessatOrErrno(AT_FDCWD, path.toString(), R_OK, AT_EACCESS));
        assertMinus(EACCES, filtered.faccessatOrErrno(AT_FDCWD, path.toString(), X_OK, AT_EACCESS));
        assertFlagKept(filtered);
    }

    /** libc emulates the flag by way of {@code /proc}, or fails with EOPNOTSUPP. */
    private void assertFlagKept(LinuxFiles files) throws IOException {
        Path path = file("file", "");
        Files.setAttribute(path, "unix:mode", 0640);
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("file"));
        assertErrno(EOPNOTSUPP, () -> files.fchmodat(AT_FDCWD, link.toString(), 0777, AT_SYMLINK_NOFOLLOW));
        assertErrno(EOPNOTSUPP, () -> files.lchmod(link.toString(), 0777));
        assertErrno(EINVAL, () -> files.fchmodat(AT_FDCWD, path.toString(), 0777, 1 << 30));
        assertEquals("640", Programs.output("stat", "-c", "%a", path.toString()));
        files.fchmodat(AT_FDCWD, link.toString(), 04711, 0);
        assertEquals("4711", Programs.output("stat", "-c", "%a", path.toString()));
    }

    /** The system call itself accepts an empty name, which libc refuses. */
    @Test
    void withFchmodat2ItIsTheKernelThatDoesIt() throws IOException {
        assumeTrue(has(SYS_fchmodat2), "this kernel cannot be asked");
        Path path = file("file", "");
        try (Fd fd = open(path, O_PATH)) {
            files.fchmodat(fd.num(), "", 0604, AT_EMPTY_PATH);
            assertEquals("604", Programs.output("stat", "-c", "%a", path.toString()));
            assertErrno(EINVAL, () -> OldKernel.without(SYS_fchmodat2).fchmodat(fd.num(), "", 0600, AT_EMPTY_PATH));
        }
    }
}
