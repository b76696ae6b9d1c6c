package posixkit.linux;

import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;
import static posixkit.constants.Signal.SIG_BLOCK;
import static posixkit.constants.Signal.SIG_UNBLOCK;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_NO_NEW_PRIVS;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_gettid;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_ioprio_get;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_ioprio_set;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_prctl;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_rt_sigprocmask;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.memory.Mapping;
import posixkit.onlinux.Syscalls;
import posixkit.onlinux.ThreadsDifferException;
import posixkit.testing.ChildJvm;

/**
 * The main class of a {@link ChildJvm} whose threads all make calls, while some of them start and end, wait, or allocate garbage.
 */
public final class AllThreadsProgram {
    private static final Syscalls SYSCALLS = Posix.get().onLinux().syscalls();

    /** The first argument of ioprio_set for a single thread. */
    private static final int PROCESS = 1;

    /** The scheduling class that has eight levels. */
    private static final int BEST_EFFORT = 2 << 13;

    private static final Semaphore unblocked = new Semaphore(0);
    private static Thread blocker;
    private static volatile long blockersLevel = -1;

    private AllThreadsProgram() {}

    public static void main(String[] args) throws Exception {
        // The JDK's channels install the handler of signal 62 at their first use.
        Files.readAllBytes(Path.of("/dev/null"));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(answer(line.split(" ")));
        }
    }

    private static String answer(String[] words) throws Exception {
        try {
            return switch (words[0]) {
                case "noNewPrivs" -> "" + SYSCALLS.allThreadsSyscall(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0);
                case "bad" -> "" + SYSCALLS.allThreadsSyscall(SYS_prctl, PR_SET_NO_NEW_PRIVS, 2, 0);
                case "badTwin" -> "" + SYSCALLS.allThreadsSyscallOrErrno(SYS_prctl, PR_SET_NO_NEW_PRIVS, 2, 0);
                case "gettid" -> "" + SYSCALLS.allThreadsSyscall(SYS_gettid, 0, 0, 0);
                case "level" -> "" + setLevel(BEST_EFFORT | Integer.parseInt(words[1]));
                case "levels" -> levels();
                case "block" -> "" + block(Integer.parseInt(words[1]));
                case "unblock" -> unblock();
                case "rounds" -> rounds(Integer.parseInt(words[1]));
                default -> throw new AssertionError(words[0]);
            };
        } catch (ErrnoException e) {
            return Errno.name(e.errno());
        } catch (ThreadsDifferException e) {
            return "differ: " + e.getMessage();
        } catch (IllegalStateException e) {
            return "refused: " + e.getMessage();
        }
    }

    private static long setLevel(long level) throws ErrnoException {
        return SYSCALLS.allThreadsSyscall(SYS_ioprio_set, PROCESS, 0, level);
    }

    private static long levelOf(long tid) {
        return SYSCALLS.rawSyscall(SYS_ioprio_get, PROCESS, tid, 0);
    }

    private static String levels() throws IOException {
        return threads().stream().map(tid -> "" + levelOf(tid)).collect(Collectors.joining(" "));
    }

    private static List<Long> threads() throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.map(task -> Long.valueOf(task.getFileName().toString()))
                    .toList();
        }
    }

    /** Starts a thread that blocks a signal until {@link #unblock}; returns the number of the thread. */
    private static long block(int signal) throws Exception {
        SynchronousQueue<Object> threadNumber = new SynchronousQueue<>();
        blocker = new Thread(
                () -> {
                    try (Mapping mask = Posix.get()
                            .memory()
                            .mmap(-1, 0, Long.BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON)) {
                        mask.putLong(0, 1L << signal - 1);
                        SYSCALLS.syscall6(SYS_rt_sigprocmask, SIG_BLOCK, mask.address(), 0, Long.BYTES, 0, 0);
                        threadNumber.put(SYSCALLS.rawSyscallNoError(SYS_gettid, 0, 0, 0));
                        unblocked.acquire();
                        SYSCALLS.syscall6(SYS_rt_sigprocmask, SIG_UNBLOCK, mask.address(), 0, Long.BYTES, 0, 0);
                        blockersLevel = levelOf(0);
                        unblocked.acquire();
                    } catch (ErrnoException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "blocker");
        blocker.setDaemon(true);
        blocker.start();
        return (Long) threadNumber.take();
    }

    private static String unblock() throws Exception {
        unblocked.release();
        while (blockersLevel < 0) {
            Thread.sleep(1);
        }
        return blockersLevel + " " + levelOf(0);
    }

    /** Sets another level in each round and reads it back from every thread. */
    private static String rounds(int count) throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        List<Thread> company = new ArrayList<>();
        company.add(new Thread(() -> {
            while (!isOver.get()) {
                Thread brief = new Thread(() -> {});
                brief.start();
                try {
                    brief.join();
                } catch (InterruptedException e) {
                    return;
                }
            }
        }));
        company.add(new Thread(() -> {
            List<byte[]> garbage = new ArrayList<>();
            while (!isOver.get()) {
                garbage.add(new byte[10_000]);
                if (garbage.size() > 200) {
                    garbage.clear();
                }
            }
        }));
        company.add(new Thread(() -> {
            try {
                while (!isOver.get()) {
                    Thread.sleep(3);
                }
            } catch (InterruptedException e) {
                isOver.set(true);
            }
        }));
        company.forEach(Thread::start);
        try {
            for (int i = 0; i < count; i++) {
                long level = BEST_EFFORT | i % 8;
                setLevel(level);
                if (i % 20 == 0) {
                    System.gc();
                }
                String wrong = wrong(level);
                if (wrong != null) {
                    return "round " + i + ": " + wrong;
                }
            }
        } finally {
            isOver.set(true);
            for (Thread thread : company) {
                thread.join();
            }
        }
        return "ok";
    }

    private static String wrong(long level) throws IOException {
        for (long tid : threads()) {
            long theirs = levelOf(tid);
            if (theirs != level && theirs != -Errno.ESRCH) {
                return "thread " + tid + " has " + theirs + ", not " + level;
            }
        }
        return null;
    }
}
