package posixkit.linux;

import static posixkit.constants.Fcntl.F_GETFD;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.linux.Fault.Again;
import posixkit.testing.Leaks;

/**
 * Makes calls that create something, while strace lets them fail. The order {@code once} expects that the first call of each thread fails
 * and the second one succeeds. The order {@code named} expects that each call with one of the names fails. The order {@code alone} and a
 * number makes one call in a thread whose number was the answer to {@code warm up}.
 */
public final class FaultsProgram {
    /** After so many calls the JVM has all that it needs for one more. */
    private static final int REPETITIONS = 3;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Posix posix = Posix.get();
    private final FaultyCalls calls = new FaultyCalls(System.getProperty("faults.dir"));
    private final List<Attempt> attempts = new ArrayList<>();
    private final ExecutorService lone = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    });

    /** A thread that makes one call, when it is told to: the first time in vain. */
    private static final class Attempt extends Thread {
        private final Fault fault;
        private final CompletableFuture<Void> go = new CompletableFuture<>();
        private final CompletableFuture<String> wrong = new CompletableFuture<>();

        Attempt(Fault fault) {
            this.fault = fault;
            start();
        }

        @Override
        public void run() {
            go.join();
            wrong.complete(twice(fault));
        }
    }

    /** Makes a call that must fail, and makes it again. Returns what was wrong, or null. */
    private static String twice(Fault fault) {
        String first = outcome(fault);
        if (first != null || fault.again() != Again.SUCCEEDS) {
            return first;
        }
        try {
            fault.creation().make();
            return null;
        } catch (IOException | RuntimeException e) {
            return fault.calls() + " a second time: " + e;
        }
    }

    /** Makes a call that must fail. Returns what was wrong, or null. */
    private static String outcome(Fault fault) {
        try {
            fault.creation().make();
            return fault.calls() + " did not fail";
        } catch (ErrnoException e) {
            return e.errno() == fault.errno() ? null : fault.calls() + ": " + e;
        } catch (IOException | RuntimeException e) {
            return fault.calls() + ": " + e;
        }
    }

    /** Loads every class, so that the JVM does not open files later. */
    private String warmUp() throws IOException, InterruptedException, ExecutionException {
        calls.prepare();
        for (Fault fault : calls.once()) {
            fault.creation().make();
        }
        for (Fault fault : calls.named()) {
            requireOtherOutcome(fault);
        }
        String thread = lone.submit(this::warmUpAlone).get();
        belongings();
        calls.once().forEach(fault -> attempts.add(new Attempt(fault)));
        return "warm " + thread;
    }

    /** Without an injected error a call may fail, but not with that error. */
    private static void requireOtherOutcome(Fault fault) {
        if (outcome(fault) == null) {
            throw new IllegalStateException(fault.calls() + " failed by itself");
        }
    }

    /** Returns the kernel's number of the thread. */
    private String warmUpAlone() throws IOException {
        for (Fault fault : calls.alone()) {
            for (int i = 0; i < REPETITIONS && fault.again() != Again.NEVER; i++) {
                if (fault.again() == Again.SUCCEEDS) {
                    fault.creation().make();
                } else {
                    requireOtherOutcome(fault);
                }
            }
        }
        return Path.of("/proc/thread-self").toRealPath().getFileName().toString();
    }

    private Set<String> belongings() throws IOException {
        Set<String> all = new TreeSet<>(Leaks.children());
        IntStream.range(0, 1024)
                .filter(fd -> posix.io().fcntlOrErrno(fd, F_GETFD, 0) >= 0)
                .forEach(fd -> all.add("descriptor " + fd));
        posix.memory().mappings().forEach(mapping -> all.add("mapping " + mapping));
        Leaks.mappings().forEach((what, bytes) -> all.add(bytes + " bytes mapped of " + what));
        return all;
    }

    private String makeOnce() throws IOException, InterruptedException {
        Set<String> before = belongings();
        List<String> wrong = new ArrayList<>();
        for (Attempt attempt : attempts) {
            attempt.go.complete(null);
            note(wrong, attempt.wrong.join());
        }
        return summary(attempts.size(), wrong, before);
    }

    private String makeNamed() throws IOException, InterruptedException {
        Set<String> before = belongings();
        List<String> wrong = new ArrayList<>();
        for (Fault fault : calls.named()) {
            note(wrong, outcome(fault));
        }
        return summary(calls.named().size(), wrong, before);
    }

    private String makeAlone(int index) throws IOException, InterruptedException, ExecutionException {
        Set<String> before = belongings();
        List<String> wrong = new ArrayList<>();
        Fault fault = calls.alone().get(index);
        note(wrong, lone.submit(() -> twice(fault)).get());
        return summary(1, wrong, before);
    }

    private static void note(List<String> wrong, String outcome) {
        if (outcome != null) {
            wrong.add(outcome);
        }
    }

    /** Names what is there that was not there before. What the JVM itself has for a moment is gone soon. */
    private String summary(int count, List<String> wrong, Set<String> before) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Set<String> left = belongings();
        left.removeAll(before);
        while (!left.isEmpty() && System.nanoTime() - start < PATIENCE_NANOS) {
            TimeUnit.MILLISECONDS.sleep(10);
            left = belongings();
            left.removeAll(before);
        }
        return count + " faults, wrong: " + wrong + ", left: " + left;
    }

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        FaultsProgram program = new FaultsProgram();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(
                    switch (line) {
                        case "warm up" -> program.warmUp();
                        case "once" -> program.makeOnce();
                        case "named" -> program.makeNamed();
                        default -> program.makeAlone(Integer.parseInt(line.substring("alone ".length())));
                    });
        }
        program.calls.remove();
    }
}
