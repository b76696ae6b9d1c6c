package posixkit.onlinux;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown if all threads of this process should make a system call, but not all of them got the same result. The call succeeded on
 * the calling thread. At least one other thread got another result, or did not make the call in time. The process still works,
 * but its threads have different settings. A program whose security depends on the call should exit.
 */
public final class ThreadsDifferException extends IllegalStateException {
    private static final long serialVersionUID = 2;

    /** The maximum number of threads that the exception message lists. */
    private static final int MOST_LISTED = 8;

    private final long result;
    private final ThreadResult[] others;

    /**
     * Holds the result of the system call on one thread.
     *
     * @param tid the id by which the kernel identifies the thread
     * @param name the name of the thread in {@code /proc/self/task}, which may differ from its name in Java
     * @param result the result of the call on this thread, a value or −errno; null if the thread did not make the call in time
     */
    public record ThreadResult(int tid, String name, Long result) implements Serializable {
        @Override
        public String toString() {
            String outcome = result == null ? "did not make the call in time" : "got " + result;
            return "thread " + tid + " (" + name + ") " + outcome;
        }
    }

    /**
     * Creates an exception that lists the threads whose result differs from the result on the calling thread.
     *
     * @param result the result of the call on the calling thread
     * @param others the threads with another result, and the threads that did not make the call in time
     */
    public ThreadsDifferException(long result, List<ThreadResult> others) {
        super(message(result, others));
        this.result = result;
        this.others = others.toArray(new ThreadResult[0]);
    }

    private static String message(long result, List<ThreadResult> others) {
        String listed =
                others.stream().limit(MOST_LISTED).map(ThreadResult::toString).collect(Collectors.joining(", "));
        int more = others.size() - MOST_LISTED;
        return "the calling thread got " + result + ", but " + listed
                + (more > 0 ? ", and " + more + " more differ" : "");
    }

    /** Returns the result of the system call on the calling thread: a value, never −errno. */
    public long result() {
        return result;
    }

    /**
     * Returns the threads whose result differs from the result on the calling thread. Also returns the threads that did not make
     * the call in time.
     */
    public List<ThreadResult> others() {
        return Arrays.stream(others).toList();
    }
}
