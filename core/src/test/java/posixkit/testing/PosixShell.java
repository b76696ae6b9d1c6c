package posixkit.testing;

import static posixkit.constants.Open.O_RDONLY;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_geteuid;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_setfsuid;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import posixkit.ErrnoException;
import posixkit.Names;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.file.Dir;
import posixkit.id.Ids;
import posixkit.onlinux.OnLinuxIds;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;

/**
 * The main class of a {@link ChildJvm}. It reads a call and its arguments from each line, and prints the result, {@code ok} or the
 * name of the errno. Numbers are unsigned or −1.
 */
public final class PosixShell {
    private static final Posix POSIX = Posix.get();

    private PosixShell() {}

    public static void main(String[] args) throws IOException {
        // Loads the classes now: another user cannot open the jars.
        answer("getgroups", new String[0]);
        answer("stat", new String[] {"/no/such"});
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        // After chroot the JVM finds no more classes. So load those that a call after chroot needs.
        Names.of(new byte[] {'x'});
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            out.println(answer(words[0], Arrays.copyOfRange(words, 1, words.length)));
        }
    }

    private static String answer(String call, String[] arguments) {
        try {
            String result = ids(call, arguments);
            return result == null ? "ok" : result;
        } catch (ErrnoException e) {
            return Errno.name(e.errno());
        } catch (IllegalArgumentException e) {
            return "refused";
        }
    }

    private static String ids(String call, String[] arguments) throws ErrnoException {
        Ids ids = POSIX.ids();
        switch (call) {
            case "getids" -> {
                return text(ids.getuid(), ids.geteuid(), ids.getgid(), ids.getegid());
            }
            case "getgroups" -> {
                return text(ids.getgroups());
            }
            case "isGroupMember" -> {
                return Boolean.toString(ids.isGroupMember(number(arguments[0])));
            }
            case "setgroups" -> ids.setgroups(numbers(arguments));
            case "setgroupsUpTo" ->
                ids.setgroups(IntStream.rangeClosed(1, number(arguments[0])).toArray());
            case "setuid" -> ids.setuid(number(arguments[0]));
            case "seteuid" -> ids.seteuid(number(arguments[0]));
            case "setreuid" -> ids.setreuid(number(arguments[0]), number(arguments[1]));
            case "setgid" -> ids.setgid(number(arguments[0]));
            case "setegid" -> ids.setegid(number(arguments[0]));
            case "setregid" -> ids.setregid(number(arguments[0]), number(arguments[1]));
            case "getpgrp" -> {
                return text(ids.getpgrp());
            }
            case "getsid" -> {
                return text(ids.getsid(number(arguments[0])));
            }
            case "setsid" -> {
                return text(ids.setsid());
            }
            case "setpgid" -> ids.setpgid(number(arguments[0]), number(arguments[1]));
            default -> {
                return others(call, arguments);
            }
        }
        return null;
    }

    private static String others(String call, String[] arguments) throws ErrnoException {
        switch (call) {
            case "open" -> POSIX.io().close(POSIX.files().open(arguments[0], O_RDONLY));
            case "stat" -> POSIX.files().stat(arguments[0]);
            case "access" -> POSIX.files().access(arguments[0], number(arguments[1]));
            case "unlink" -> POSIX.files().unlink(arguments[0]);
            case "getcwd" -> {
                return POSIX.files().getcwd();
            }
            case "getcwdInHex" -> {
                return HexFormat.of().formatHex(Names.bytes(POSIX.files().getcwd()));
            }
            case "chdir" -> POSIX.files().chdir(arguments[0]);
            case "chdirInHex" -> POSIX.files().chdir(Names.of(HexFormat.of().parseHex(arguments[0])));
            case "fchdir" -> fchdir(arguments[0]);
            case "chroot" -> POSIX.files().chroot(arguments[0]);
            case "chrootInHex" -> POSIX.files().chroot(Names.of(HexFormat.of().parseHex(arguments[0])));
            case "umask" -> {
                return Integer.toOctalString(POSIX.files().umask(number(arguments[0])));
            }
            case "creat" -> POSIX.io().close(POSIX.files().creat(arguments[0], number(arguments[1])));
            case "mknod" -> POSIX.files().mknod(arguments[0], number(arguments[1]), Long.parseLong(arguments[2]));
            case "link" -> POSIX.files().link(arguments[0], arguments[1]);
            case "loseDirectory" -> {
                return loseDirectory(arguments[0]);
            }
            case "symbolIsIn" -> {
                return Boolean.toString(
                        Proc.fileMappedAt(POSIX.symbols().address(arguments[0])).equals(arguments[1]));
            }
            case "kill" -> POSIX.processes().kill(number(arguments[0]), number(arguments[1]));
            case "waitForAny" -> {
                int child = POSIX.processes().spawn(Spawn.of("/bin/sh", "-c", "exit 5"));
                WaitStatus status = new WaitStatus();
                int waited = POSIX.processes().wait4(number(arguments[0]), status, 0, null);
                return (waited == child) + " " + status;
            }
            default -> {
                return onLinux(call, arguments);
            }
        }
        return null;
    }

    private static String onLinux(String call, String[] arguments) throws ErrnoException {
        OnLinuxIds ids = POSIX.onLinux().ids();
        switch (call) {
            case "setresuid" -> ids.setresuid(number(arguments[0]), number(arguments[1]), number(arguments[2]));
            case "setresgid" -> ids.setresgid(number(arguments[0]), number(arguments[1]), number(arguments[2]));
            case "setresuidOrErrno" -> {
                return Integer.toString(
                        ids.setresuidOrErrno(number(arguments[0]), number(arguments[1]), number(arguments[2])));
            }
            case "setresgidOrErrno" -> {
                return Integer.toString(
                        ids.setresgidOrErrno(number(arguments[0]), number(arguments[1]), number(arguments[2])));
            }
            case "getresuid" -> {
                return text(ids.getresuid());
            }
            case "getresgid" -> {
                return text(ids.getresgid());
            }
            case "spawnAs" -> {
                WaitStatus status = new WaitStatus();
                int child = POSIX.processes()
                        .spawn(Spawn.of("/bin/sh", "-c", "exit 3")
                                .credentials(number(arguments[0]), number(arguments[1])));
                POSIX.processes().wait4(child, status, 0, null);
                return status.toString();
            }
            case "rawGeteuid" -> {
                return Long.toString(POSIX.onLinux().syscalls().rawSyscallNoError(SYS_geteuid, 0, 0, 0));
            }
            case "rawSetfsuid" -> POSIX.onLinux().syscalls().rawSyscall(SYS_setfsuid, number(arguments[0]), 0, 0);
            case "isCapDacOverrideSet" -> {
                return Boolean.toString(ids.isCapDacOverrideSet());
            }
            default -> throw new AssertionError("no such call: " + call);
        }
        return null;
    }

    private static void fchdir(String path) throws ErrnoException {
        int fd = path.equals("-1") ? -1 : POSIX.files().open(path, O_RDONLY);
        try {
            POSIX.files().fchdir(fd);
        } finally {
            if (fd != -1) {
                POSIX.io().close(fd);
            }
        }
    }

    /** Closes the descriptor of an open directory, closes the directory twice, and returns the message of the failure. */
    private static String loseDirectory(String path) throws ErrnoException {
        int next = POSIX.files().open(path, O_RDONLY);
        POSIX.io().close(next);
        Dir dir = POSIX.files().opendir(path);
        POSIX.io().close(next);
        try {
            dir.close();
            return "closed";
        } catch (ErrnoException e) {
            dir.close();
            return e.getMessage();
        }
    }

    private static int number(String text) {
        return (int) Long.parseLong(text);
    }

    private static int[] numbers(String[] texts) {
        return Arrays.stream(texts).mapToInt(PosixShell::number).toArray();
    }

    private static String text(int... numbers) {
        return Arrays.stream(numbers).mapToObj(Integer::toUnsignedString).collect(Collectors.joining(" "));
    }
}
