package posixkit.linux;

import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.onlinux.constants.LinuxCapability.CAP_SYS_BOOT;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import posixkit.ErrnoException;
import posixkit.Names;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.onlinux.Kernel;
import posixkit.process.Rlimit;
import posixkit.testing.ChildJvm;
import posixkit.testing.Proc;

/**
 * The main class of a {@link ChildJvm} that mounts in its own namespace, and that calls {@code reboot} after it has checked that it
 * may not. Lines have the form of {@link posixkit.testing.ProcessShell}; the word {@code null} is null.
 */
public final class KernelShell {
    private static final Posix POSIX = Posix.get();
    private static final Kernel KERNEL = POSIX.onLinux().kernel();

    private KernelShell() {}

    public static void main(String[] args) throws IOException {
        // Loads the classes now: another user cannot open the jars.
        answer("open", "/no/such");
        answer("prlimit", "0", "4");
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = Arrays.stream(line.split(" ", -1))
                    .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
                    .map(word -> word.equals("null") ? null : word)
                    .toArray(String[]::new);
            out.println(answer(words[0], Arrays.copyOfRange(words, 1, words.length)));
        }
    }

    private static String answer(String call, String... a) throws IOException {
        try {
            String result = call(call, a);
            return result == null ? "ok" : result;
        } catch (ErrnoException e) {
            return Errno.name(e.errno());
        } catch (IllegalArgumentException e) {
            return "refused";
        }
    }

    private static String call(String call, String[] a) throws IOException {
        switch (call) {
            case "setuid" -> POSIX.ids().setuid(number(a[0]));
            case "open" -> {
                return Integer.toString(POSIX.files().open(a[0], O_RDONLY));
            }
            case "close" -> POSIX.io().close(number(a[0]));
            case "create" -> POSIX.io().close(POSIX.files().open(a[0], O_CREAT | O_WRONLY, 0600));
            case "prlimit" -> {
                Rlimit old = POSIX.processes().newRlimit();
                Rlimit limit = a.length == 2
                        ? null
                        : POSIX.processes()
                                .newRlimit()
                                .cur(Long.parseUnsignedLong(a[2]))
                                .max(Long.parseUnsignedLong(a[3]));
                KERNEL.prlimit(number(a[0]), number(a[1]), limit, old);
                return Rlimit.text(old.cur()) + " " + Rlimit.text(old.max());
            }
            case "mount" -> KERNEL.mount(a[0], a[1], a[2], Long.parseLong(a[3]), a[4]);
            case "mountHex" -> KERNEL.mount(name(a[0]), name(a[1]), a[2], Long.parseLong(a[3]), name(a[4]));
            case "umount2" -> KERNEL.umount2(a[0], number(a[1]));
            case "umount2Hex" -> KERNEL.umount2(name(a[0]), number(a[1]));
            case "reboot" -> {
                if (!cannotReboot()) {
                    return "this JVM may reboot";
                }
                KERNEL.reboot(number(a[0]));
            }
            default -> throw new IllegalStateException("no such call: " + call);
        }
        return null;
    }

    private static boolean canReboot(Path status) throws IOException {
        for (String set : new String[] {"CapEff", "CapPrm", "CapInh", "CapAmb"}) {
            if ((Long.parseUnsignedLong(Proc.field(status, set), 16) & 1L << CAP_SYS_BOOT) != 0) {
                return true;
            }
        }
        return !Proc.field(status, "NoNewPrivs").equals("1");
    }

    /** Returns true if no thread has the capability, can raise it, or can gain it by executing another program. */
    private static boolean cannotReboot() throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            for (Path thread : threads.toList()) {
                try {
                    if (canReboot(thread.resolve("status"))) {
                        return false;
                    }
                } catch (IOException e) {
                    if (Files.exists(thread)) {
                        throw e;
                    }
                    // The thread has ended.
                }
            }
        }
        return true;
    }

    /** Names arrive as bytes in hexadecimal, because a line of text cannot carry bytes that are not UTF-8. */
    private static String name(String hex) {
        return hex == null ? null : Names.of(HexFormat.of().parseHex(hex));
    }

    private static int number(String text) {
        return (int) Long.parseLong(text);
    }
}
