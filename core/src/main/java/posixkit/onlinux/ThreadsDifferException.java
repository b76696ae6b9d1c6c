package posixkit.onlinux;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A call on all threads of the process did not come out alike: others than the caller got another answer, or gave none in time. The
 * process is as usable as before, but its threads are no longer alike. Who depends on that for security should end it.
 */
public final class ThreadsDifferException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /** Whom a message tells of, before it stops. */
    private static final int TOLD = 8;

    private final long result;
    private final transient List<Outcome> others;

    /**
     * What became of it on a thread.
     *
     * @param name what the system calls the thread
     * @param result the kernel's answer, a value or −errno; null if it gave none
     */
    public record Outcome(int tid, String name, Long result) {
        @Override
        public String toString() {
            return "thread " + tid + " (" + name + ") " + (result == null ? "did not answer" : "got " + result);
        }
    }

    public ThreadsDifferException(long result, List<Outcome> others) {
        super("the caller got " + result + ", but "
                + others.stream().limit(TOLD).map(Outcome::toString).collect(Collectors.joining(", "))
                + (others.size() > TOLD ? " and " + (others.size() - TOLD) + " more" : ""));
        this.result = result;
        this.others = List.copyOf(others);
    }

    /** What the caller's own thread got: a value. */
    public long result() {
        return result;
    }

    /** The threads that differ. */
    public List<Outcome> others() {
        return others;
    }
}
