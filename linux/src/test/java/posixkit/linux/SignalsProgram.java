package posixkit.linux;

import static posixkit.constants.ClockId.ITIMER_REAL;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Fcntl.F_SETFL;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Signal.SIGURG;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLLIN;
import static posixkit.onlinux.constants.LinuxEpoll.EPOLL_CTL_ADD;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.onlinux.Epoll;
import posixkit.onlinux.EpollEvents;
import posixkit.onlinux.OnLinuxSignals;
import posixkit.onlinux.SignalEvents;
import posixkit.onlinux.SignalPipe;
import posixkit.process.SignalSet;
import posixkit.terminal.Pty;
import posixkit.testing.ChildJvm;

/** The main class of a {@link ChildJvm} that receives signals. */
public final class SignalsProgram {
    private static final Posix POSIX = Posix.get();
    private static final OnLinuxSignals SIGNALS = POSIX.onLinux().signals();
    private static final int BUSY = 50;
    private static final int ENOUGH = 200;
    private static final int WAIT_MILLIS = 20_000;

    private final SignalEvents events = SIGNALS.newEvents(16);
    private final Epoll epoll = POSIX.onLinux().epoll();
    private final EpollEvents ready = epoll.newEvents(4);
    private int epfd = -1;
    private SignalPipe pipe;
    private int fd = -1;

    private SignalsProgram() {}

    public static void main(String[] args) throws Exception {
        // The JDK's channels install the handler of signal 62 at their first use.
        Files.readAllBytes(Path.of("/dev/null"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
        SignalsProgram program = new SignalsProgram();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String answer;
            try {
                answer = program.answer(line.split(" "));
            } catch (IllegalArgumentException | IllegalStateException e) {
                answer = e.getMessage();
            }
            System.out.println(answer);
        }
        Runtime.getRuntime().halt(0);
    }

    private static int[] numbers(String[] words, int from) {
        return Arrays.stream(words, from, words.length)
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private String answer(String[] words) throws Exception {
        return switch (words[0]) {
            case "open" -> open(SignalSet.of(numbers(words, 1)), false);
            case "force" -> open(SignalSet.of(numbers(words, 1)), true);
            case "again" -> "" + SIGNALS.newSignalPipe(SignalSet.of(numbers(words, 1)));
            case "close" -> {
                pipe.close();
                pipe.close();
                yield pipe + " " + pipe.fd() + " " + pipe.readEventsOrErrno(events) + " " + pipe.lost();
            }
            case "read" -> await() ? signal() + " " + events.pid() : "nothing";
            case "child" -> child(words[1]);
            case "value" -> await() ? signal() + " " + events.intValue() : "nothing";
            case "drain" -> drain(Integer.parseInt(words[1]));
            case "busy" -> busy();
            case "errno" -> errno();
            case "reopen" -> reopen(Integer.parseInt(words[1]));
            case "window" -> window();
            case "signalfd" -> {
                fd = SIGNALS.signalfd(-1, SignalSet.of(numbers(words, 1)), 0);
                watch(fd);
                yield "ok";
            }
            case "setitimer" -> {
                POSIX.signals().setitimer(ITIMER_REAL, 1, 0);
                Thread.sleep(WAIT_MILLIS);
                yield "alive";
            }
            case "timer" -> {
                POSIX.signals().setitimer(ITIMER_REAL, 1000, 1000);
                String first = await() ? "" + signal() : "nothing";
                String second = await() ? "" + signal() : "nothing";
                POSIX.signals().setitimer(ITIMER_REAL, 0, 0);
                yield first + " " + second;
            }
            case "alarm" -> {
                POSIX.signals().alarm(1);
                Thread.sleep(WAIT_MILLIS);
                yield "alive";
            }
            case "sleep" -> {
                Thread.sleep(WAIT_MILLIS);
                yield "alive";
            }
            default -> throw new AssertionError(words[0]);
        };
    }

    private String open(SignalSet signals, boolean force) throws ErrnoException {
        pipe = force ? SIGNALS.newSignalPipe(signals, true) : SIGNALS.newSignalPipe(signals);
        watch(pipe.fd());
        return pipe.signals().equals(signals) ? "ok" : pipe.toString();
    }

    private void watch(int watched) throws ErrnoException {
        if (epfd >= 0) {
            POSIX.io().close(epfd);
        }
        epfd = epoll.epollCreate1(0);
        epoll.epollCtl(epfd, EPOLL_CTL_ADD, watched, EPOLLIN, watched);
    }

    private int signal() {
        return events.signal();
    }

    /** Waits by epoll until there is a signal, and moves to it. */
    private boolean await() throws ErrnoException {
        if (events.next()) {
            return true;
        }
        if (epoll.epollWait(epfd, ready, WAIT_MILLIS) == 0) {
            return false;
        }
        int bytes = fd >= 0 ? SIGNALS.readEvents(fd, events) : pipe.readEvents(events);
        return bytes > 0 && events.next();
    }

    private String child(String exit) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", "exit " + exit).start();
        String seen = await() ? signal() + " " + events.code() + " " + events.status() : "nothing";
        boolean isItsPid = events.pid() == process.pid();
        return seen + " " + isItsPid + " " + process.waitFor();
    }

    /** Reads signals until there are {@code expected}, lost ones included. */
    private String drain(int expected) throws Exception {
        long read = 0;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        POSIX.io().fcntl(pipe.fd(), F_SETFL, O_NONBLOCK);
        while (read + pipe.lost() < expected && System.nanoTime() < deadline) {
            if (pipe.readEventsOrErrno(events) > 0) {
                while (events.next()) {
                    read++;
                }
            } else {
                Thread.sleep(1);
            }
        }
        return read + " " + pipe.lost();
    }

    /** Starts many threads that compute, allocate and make calls; and one that starts and ends threads all the time. */
    private static String busy() {
        for (int i = 0; i < BUSY; i++) {
            daemon(() -> {
                byte[] garbage = new byte[0];
                while (garbage.length < 2) {
                    garbage = new byte[1];
                    POSIX.io().closeOrErrno(-1);
                    Thread.onSpinWait();
                    pause();
                }
            });
        }
        daemon(() -> {
            while (true) {
                daemon(SignalsProgram::pause);
                pause();
            }
        });
        return "ok";
    }

    private static void pause() {
        try {
            Thread.sleep(0, 100_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static int tid() throws Exception {
        return Integer.parseInt(Files.readSymbolicLink(Path.of("/proc/thread-self"))
                .getFileName()
                .toString());
    }

    /** Sends a signal to a thread again and again while it makes calls that fail; counts the calls with another errno. */
    private String errno() throws Exception {
        int pid = POSIX.processes().getpid();
        int tid = tid();
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicLong sent = new AtomicLong();
        Thread sender = daemon(() -> {
            while (!isOver.get()) {
                if (SIGNALS.tgkillOrErrno(pid, tid, SIGURG) == 0) {
                    sent.incrementAndGet();
                }
            }
        });
        int wrong = 0;
        // When the pipe is full, the handler's own call fails with EAGAIN. On a busy machine, that takes a while.
        long start = System.nanoTime();
        int calls = 0;
        while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(pipe.lost() < ENOUGH ? WAIT_MILLIS / 1000 : 1)) {
            wrong += POSIX.files().accessOrErrno("/no/such", 0) == -ENOENT ? 0 : 1;
            wrong += POSIX.io().fsyncOrErrno(-1) == -EBADF ? 0 : 1;
            wrong += POSIX.processes().setpriorityOrErrno(99, 0, 0) == -EINVAL ? 0 : 1;
            calls++;
        }
        isOver.set(true);
        sender.join();
        boolean isEnough = pipe.lost() >= ENOUGH;
        return wrong + " wrong" + (isEnough ? "" : " of " + calls + ", " + sent + ", lost " + pipe.lost());
    }

    /** Opens and closes pipes while signals arrive on all threads. A file that gets the number of a closed pipe stays empty. */
    private static String reopen(int signal) throws Exception {
        int pid = POSIX.processes().getpid();
        AtomicBoolean isOver = new AtomicBoolean();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            senders.add(daemon(() -> {
                while (!isOver.get()) {
                    POSIX.processes().killOrErrno(pid, signal);
                }
            }));
        }
        Path file = Files.createTempFile("reused", "");
        int opened = 0;
        for (int i = 0; i < 300; i++) {
            SignalPipe each = SIGNALS.newSignalPipe(SignalSet.of(signal), true);
            Thread.sleep(1);
            each.close();
            FileChannel one = FileChannel.open(file, StandardOpenOption.WRITE);
            FileChannel two = FileChannel.open(file, StandardOpenOption.WRITE);
            opened++;
            Thread.onSpinWait();
            one.close();
            two.close();
        }
        isOver.set(true);
        for (Thread sender : senders) {
            sender.join();
        }
        long size = Files.size(file);
        Files.delete(file);
        return opened + " " + size;
    }

    /** Makes a new terminal the one of this session, which has none, and changes its size. */
    private String window() throws Exception {
        try (Pty pty = POSIX.terminals().openpty(null, null)) {
            int terminal = POSIX.files().open(pty.name(), O_RDWR);
            POSIX.terminals()
                    .tcsetwinsize(
                            pty.master(),
                            POSIX.terminals().newWindowSize().row(33).col(44));
            String seen = await() ? "" + signal() : "nothing";
            seen += " " + POSIX.terminals().tcgetwinsize(terminal).row();
            POSIX.io().close(terminal);
            return seen;
        }
    }
}
