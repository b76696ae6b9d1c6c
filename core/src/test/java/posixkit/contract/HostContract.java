package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Syslog.LOG_ERR;
import static posixkit.constants.Syslog.LOG_LOCAL3;
import static posixkit.constants.Syslog.LOG_PERROR;
import static posixkit.constants.Syslog.LOG_PID;
import static posixkit.constants.Syslog.LOG_USER;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Refusals.assertRefused;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.system.Host;
import posixkit.system.SystemLog;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** What {@link Host} promises about names, loads and random bytes, and {@link SystemLog}. Commands and {@code /proc} are the oracles. */
public abstract class HostContract extends WithFiles {
    private static final int MOST = 256;

    protected final Host host = posix.host();

    /** Returns the errno for too many random bytes. */
    protected abstract int tooMuchEntropy();

    /** Returns the errno for a name that is too long. */
    protected abstract int tooLong();

    /** Sets names in a namespace of its own, and logs to its own standard error. */
    public static final class Naming {
        private Naming() {}

        public static void main(String[] arguments) throws IOException {
            Posix posix = Posix.get();
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", 2);
                System.out.println(answer(posix, words[0], words.length > 1 ? words[1] : ""));
            }
        }

        private static String answer(Posix posix, String call, String word) throws IOException {
            try {
                switch (call) {
                    case "host" -> posix.host().sethostname(word);
                    case "domain" -> posix.host().setdomainname(word);
                    case "setuid" -> posix.ids().setuid(Integer.parseInt(word));
                    case "told" -> {
                        return Programs.output("uname", "-n") + " "
                                + posix.host().gethostname() + " "
                                + Files.readString(Path.of("/proc/sys/kernel/domainname"))
                                        .strip() + " "
                                + posix.host().getdomainname();
                    }
                    case "open" -> posix.systemLog().openlog(word, LOG_PERROR | LOG_PID, LOG_USER);
                    case "log" -> posix.systemLog().syslog(LOG_LOCAL3 | LOG_ERR, word);
                    case "close" -> posix.systemLog().closelog();
                    default -> throw new IllegalStateException(call);
                }
                return "ok";
            } catch (ErrnoException e) {
                return Integer.toString(e.errno());
            }
        }
    }

    @Test
    @NeedsRoot
    @NeedsTool({"unshare", "uname"})
    void namesAreSetAndRead() throws IOException {
        String before = host.gethostname();
        try (ChildJvm child = ChildJvm.startBy(List.of("unshare", "--uts"), Naming.class)) {
            assertEquals("ok", child.ask("host a-name"));
            assertEquals("ok", child.ask("domain a.domain"));
            assertEquals("a-name a-name a.domain a.domain", child.ask("told"));
            assertEquals(Integer.toString(tooLong()), child.ask("host " + "x".repeat(300)));
            assertEquals(Integer.toString(tooLong()), child.ask("domain " + "x".repeat(300)));
            assertEquals("ok", child.ask("domain "));
            assertEquals("a-name a-name  ", child.ask("told"));
            assertEquals("ok", child.ask("setuid 1234"));
            assertEquals("" + Errno.EPERM, child.ask("host b-name"));
            assertEquals("" + Errno.EPERM, child.ask("domain b-name"));
        }
        assertEquals(before, host.gethostname());
        assertRefused("name", () -> host.sethostname("a\0b"));
    }

    @Test
    @NeedsTool("hostid")
    void gethostidTellsWhatHostidTells() {
        assertEquals(Programs.output("hostid"), String.format("%08x", host.gethostid()));
    }

    @Test
    @NeedsProc
    void getloadavgTellsWhatProcTells() throws IOException {
        for (int attempt = 0; ; attempt++) {
            String[] before = Files.readString(Path.of("/proc/loadavg")).split(" ");
            double[] loads = host.getloadavg();
            String[] after = Files.readString(Path.of("/proc/loadavg")).split(" ");
            assertEquals(3, loads.length);
            if (before[0].equals(after[0]) && before[1].equals(after[1]) && before[2].equals(after[2])) {
                for (int i = 0; i < loads.length; i++) {
                    assertEquals(Double.parseDouble(before[i]), loads[i], 0.011);
                }
                return;
            }
            assertTrue(attempt < 1000, "the load changes too often");
        }
    }

    @Test
    void getentropyFillsAllBytes() throws IOException {
        byte[] first = new byte[MOST];
        byte[] second = new byte[MOST];
        host.getentropy(first);
        host.getentropy(second);
        assertNotEquals(List.of(0), List.of((int) first[0] | first[1] | first[2] | first[MOST - 1] | first[MOST - 2]));
        assertTrue(distinct(first) > 100, "not random");
        assertNotEquals(new String(first, "ISO-8859-1"), new String(second, "ISO-8859-1"));
        host.getentropy(new byte[0]);
        assertErrno(tooMuchEntropy(), () -> host.getentropy(new byte[MOST + 1]));
    }

    protected static long distinct(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
                .chars()
                .distinct()
                .count();
    }

    /** libc writes messages to the standard error too, and so to a file. */
    @Test
    @NeedsTool("sh")
    void messagesAreLoggedAsTheyAre() throws IOException {
        Path errors = dir.resolve("errors");
        List<String> launcher = List.of("sh", "-c", "exec \"$@\" 2>" + errors, "sh");
        int pid;
        try (ChildJvm child = ChildJvm.startBy(launcher, Naming.class)) {
            pid = child.pid();
            assertEquals("ok", child.ask("open a%dname"));
            assertEquals("ok", child.ask("log 100 % of %s and %n, ä"));
            assertEquals("ok", child.ask("open other"));
            assertEquals("ok", child.ask("log second"));
            assertEquals("ok", child.ask("close"));
            assertEquals("ok", child.ask("log by whom libc wants"));
            assertEquals("ok", child.ask("open €"));
            assertEquals("ok", child.ask("log " + "x".repeat(5000)));
        }
        List<String> lines = Files.readAllLines(errors).stream()
                .filter(line -> line.contains("[" + pid + "]: "))
                .map(line -> line.replaceFirst("^(?!other).*: by whom", "by whom"))
                .toList();
        assertEquals(
                List.of(
                        "a%dname[" + pid + "]: 100 % of %s and %n, ä",
                        "other[" + pid + "]: second",
                        "by whom libc wants",
                        "€[" + pid + "]: " + "x".repeat(5000)),
                lines);
        SystemLog log = posix.systemLog();
        assertRefused("message", () -> log.syslog(LOG_ERR, "a\0b"));
        assertRefused("ident", () -> log.openlog("a\0b", 0, LOG_USER));
    }
}
