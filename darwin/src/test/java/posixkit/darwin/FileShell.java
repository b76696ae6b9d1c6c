package posixkit.darwin;

import static posixkit.constants.Open.O_RDONLY;
import static posixkit.ondarwin.constants.DarwinKqueue.EVFILT_PROC;
import static posixkit.ondarwin.constants.DarwinKqueue.EV_ADD;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_EXIT;
import static posixkit.ondarwin.constants.DarwinKqueue.NOTE_EXITSTATUS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.ondarwin.Kevents;
import posixkit.ondarwin.Kqueue;
import posixkit.ondarwin.OnDarwinFiles;
import posixkit.testing.ChildJvm;

/**
 * The main class of a {@link ChildJvm} that becomes another user, or has its own mounts. It reads lines as
 * {@link posixkit.testing.ProcessShell} does, and prints a result, {@code ok} or the name of the errno.
 */
public final class FileShell {
    private static final Posix POSIX = Posix.get();
    private static final OnDarwinFiles EXTRAS = POSIX.onDarwin().files();

    private FileShell() {}

    public static void main(String[] args) throws IOException {
        // Loads the classes now: another user cannot open the jars.
        for (List<String> call : List.of(
                List.of("seteuid", "-1"),
                List.of("chflags", "/no/such", "0"),
                List.of("hold", "/no/such"),
                List.of("watchStatus", Integer.toString(Integer.MAX_VALUE)),
                List.of("exchangedata", "/no/such", "/no/such"))) {
            answer(call.toArray(String[]::new));
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = Arrays.stream(line.split(" ", -1))
                    .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
                    .toArray(String[]::new);
            out.println(answer(words));
        }
    }

    private static String answer(String... words) {
        try {
            String answer = call(words[0], Arrays.copyOfRange(words, 1, words.length));
            return answer == null ? "ok" : answer;
        } catch (ErrnoException e) {
            return Errno.name(e.errno());
        }
    }

    private static String call(String call, String... a) throws ErrnoException {
        switch (call) {
            case "seteuid" -> POSIX.ids().seteuid(Integer.parseInt(a[0]));
            case "setuid" -> POSIX.ids().setuid(Integer.parseInt(a[0]));
            case "chflags" -> EXTRAS.chflags(a[0], Integer.decode(a[1]));
            case "exchangedata" -> EXTRAS.exchangedata(a[0], a[1], 0);
            case "revoke" -> EXTRAS.revoke(a[0]);
            case "mount" -> EXTRAS.mount(a[0], a[1], Integer.decode(a[2]), new byte[Integer.parseInt(a[3])]);
            case "unmount" -> EXTRAS.unmount(a[0], Integer.decode(a[1]));
            case "hold" -> {
                return Integer.toString(POSIX.files().open(a[0], O_RDONLY));
            }
            case "watchStatus" -> watchStatus(Integer.parseInt(a[0]));
            case "letGo" -> POSIX.io().close(Integer.parseInt(a[0]));
            case "getfsstat" -> {
                return EXTRAS.getfsstat(Integer.decode(a[0])).stream()
                        .filter(each -> each.mntonname().equals(a[1]))
                        .map(each -> String.join(
                                "|",
                                each.fstypename(),
                                each.mntfromname(),
                                "" + each.bsize() * each.blocks(),
                                "0x" + Long.toHexString(each.flags())))
                        .collect(Collectors.joining(","));
            }
            default -> throw new IllegalArgumentException("no such call: " + call);
        }
        return null;
    }

    private static void watchStatus(int pid) throws ErrnoException {
        Kqueue kqueue = POSIX.onDarwin().kqueue();
        int queue = kqueue.kqueue();
        try {
            Kevents change = kqueue.newKevents(1).set(0, pid, EVFILT_PROC, EV_ADD, NOTE_EXIT | NOTE_EXITSTATUS, 0, 0);
            kqueue.kevent(queue, change, 1, null, 0);
        } finally {
            POSIX.io().close(queue);
        }
    }
}
