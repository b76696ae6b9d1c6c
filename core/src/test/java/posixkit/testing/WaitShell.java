package posixkit.testing;

import static posixkit.constants.PollEvent.POLLIN;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.event.FdSet;
import posixkit.event.Poll;
import posixkit.event.PollFds;

/**
 * The main class of a {@link ChildJvm} that waits for nothing. Each line is a way to wait and a time-out. The answer is what the wait returned
 * and, for plain forms, after how many milliseconds. SIGWINCH has a handler, so it interrupts a wait.
 */
public final class WaitShell {
    /** A launcher that allows 256 open descriptors. */
    public static final List<String> FEW_DESCRIPTORS = List.of("sh", "-c", "ulimit -n 256; exec \"$@\"", "sh");

    private static final Poll POLL = Posix.get().poll();

    private WaitShell() {}

    public static void main(String[] arguments) throws Exception {
        handleWindowChanges();
        int idle = Posix.get().io().pipe()[0];
        try (Scanner in = new Scanner(System.in, StandardCharsets.UTF_8)) {
            while (in.hasNext()) {
                try {
                    System.out.println(answer(in, idle));
                } catch (ErrnoException e) {
                    System.out.println(Errno.name(e.errno()));
                }
            }
        }
    }

    private static String answer(Scanner in, int idle) throws IOException {
        switch (in.next()) {
            case "poll" -> {
                return "" + POLL.poll(absent(in.nextInt()), in.nextInt());
            }
            case "pollOrErrno" -> {
                int result = POLL.pollOrErrno(absent(in.nextInt()), in.nextInt());
                return result < 0 ? "-" + Errno.name(-result) : "" + result;
            }
            case "waitPoll" -> {
                PollFds fds = POLL.newPollFds(1);
                fds.add(idle, POLLIN);
                int millis = in.nextInt();
                long start = System.nanoTime();
                return POLL.poll(fds, millis) + " " + millisSince(start);
            }
            case "waitSelect" -> {
                FdSet fds = FdSet.of(idle);
                long micros = in.nextLong();
                long start = System.nanoTime();
                return POLL.select(fds, null, null, micros) + " " + millisSince(start);
            }
            case "tid" -> {
                return Files.readSymbolicLink(Path.of("/proc/thread-self"))
                        .getFileName()
                        .toString();
            }
            default -> throw new IllegalArgumentException("no such way to wait");
        }
    }

    private static PollFds absent(int count) {
        PollFds fds = POLL.newPollFds(count);
        for (int i = 0; i < count; i++) {
            fds.add(-1, POLLIN);
        }
        return fds;
    }

    private static long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    /** Uses reflection, because javac's warning about this class cannot be suppressed. */
    private static void handleWindowChanges() throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object nothing = Proxy.newProxyInstance(
                WaitShell.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> null);
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance("WINCH"), nothing);
    }
}
