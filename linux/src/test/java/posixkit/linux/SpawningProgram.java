package posixkit.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.process.Processes;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;

/** The main class of a JVM that starts very many programs from several threads, while its collector has its hands full. */
public final class SpawningProgram {
    private static final int THREADS = 8;

    /** One in so many fails, in the child. */
    private static final int FAILING = 10;

    private static final Processes PROCESSES = Posix.get().processes();

    private SpawningProgram() {}

    /** {@code [COUNT]}; says {@code ok}, or what was wrong. */
    public static void main(String[] args) throws Exception {
        System.in.read();
        int count = Integer.getInteger("spawns");
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        Thread litter = new Thread(() -> {
            List<byte[]> garbage = new ArrayList<>();
            while (!over.get()) {
                garbage.add(new byte[4096]);
                if (garbage.size() > 1000) {
                    garbage.clear();
                }
            }
        });
        litter.start();
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            Callable<Void> task = () -> {
                for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    start(i);
                }
                return null;
            };
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                tasks.add(task);
            }
            for (Future<Void> done : pool.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            over.set(true);
            pool.shutdownNow();
            litter.join();
        }
        System.out.println(ProcessHandle.current().children().count() == 0 ? "ok" : "children are left");
    }

    /** Its exit status is its umask and its number, or its directory is not there. */
    private static void start(int number) throws ErrnoException {
        int code = number % 100;
        if (number % FAILING == 0) {
            try {
                PROCESSES.spawn(Spawn.of("/bin/true").directory("/no/such/" + number));
                throw new AssertionError("a directory that is not there");
            } catch (ErrnoException e) {
                if (e.errno() != Errno.ENOENT || !e.subject().equals("\"/no/such/" + number + "\"")) {
                    throw e;
                }
            }
            return;
        }
        String script = "[ $(umask) = 0" + Integer.toOctalString(0100 | code % 64) + " ] && exit " + code;
        int pid = PROCESSES.spawn(
                Spawn.of("/bin/sh", "-c", script).umask(0100 | code % 64).directory("/"));
        WaitStatus status = new WaitStatus();
        PROCESSES.wait4(pid, status, 0, null);
        if (!status.exited() || status.exitStatus() != code) {
            throw new AssertionError("number " + number + " " + status + ", not with " + code);
        }
    }
}
