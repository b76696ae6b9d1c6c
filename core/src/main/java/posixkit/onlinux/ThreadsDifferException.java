package posixkit.onlinux;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A system call on all threads of the process had another result on some threads than on the calling thread, or some threads did
 * not make it in time. The process is as usable as before, but its threads now differ. A program whose security depends on the call
 * should exit.
 */
public final class ThreadsDifferException extends IllegalStateException {
    private static final long serialVersionUID = 2;

    /** How many threads a message lists. */
    private static final int MOST_LISTED = 8;

    private final long result;
    private final ThreadResult[] others;

    /**
     * The result of the call on one thread.
     *
     * @param tid the number of the thread
     * @param name the name that the kernel has for the thread
     * @param result what the call returned on it, a value or −errno; null if the thread did not make the call in time
     */
    public record ThreadResult(int tid, String name, Long result) implements Serializable {
        @Override
        public String toString() {
            String outcome = result == null ? "did not make the call in time" : "got " + result;
            return "thread " + tid + " (" + name + ") " + outcome;
        }
    }

    /**
     * An exception that says which threads differ from the calling thread.
     *
     * @param result what the call returned on the calling thread
     * @param others the threads that differ
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

    /** Returns what the call returned on the calling thread: a value, never −errno. */
    public long result() {
        return result;
    }

    /** Returns the threads that differ. */
    public List<ThreadResult> others() {
        return Arrays.stream(others).toList();
    }
}
