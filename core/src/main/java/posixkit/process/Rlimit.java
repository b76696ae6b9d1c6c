package posixkit.process;

import posixkit.constants.Resource;

/**
 * How much of a resource a process may use ({@code struct rlimit}): the limit that holds now, and how far it may be raised. Created by
 * {@link Processes#newRlimit}, filled by {@link Processes#getrlimit(int, Rlimit)}.
 *
 * <p>Both limits are <b>unsigned</b>: compare them with {@link #compare}, print them with {@link #text}.
 */
public interface Rlimit {
    /** No limit. On Linux all bits are set, which is −1 in Java; on macOS it is the largest {@code long}. */
    long INFINITY = Resource.RLIM_INFINITY;

    /** Returns the soft limit, which is the one that holds. */
    long cur();

    /** Sets the soft limit. */
    Rlimit cur(long limit);

    /** Returns the hard limit: the most that {@link #cur} may be set to. A process without privilege can lower it, but not raise it. */
    long max();

    /** Sets the hard limit. */
    Rlimit max(long limit);

    /** Returns a number that is negative, 0 or positive if the first limit is lower than, equal to or higher than the second. */
    static int compare(long first, long second) {
        return Long.compareUnsigned(first, second);
    }

    /** Returns a limit as {@code ulimit} prints it: a number, or {@code unlimited}. */
    static String text(long limit) {
        return limit == INFINITY ? "unlimited" : Long.toUnsignedString(limit);
    }

    /** Returns a copy, which later calls on this one do not change. */
    Rlimit copy();
}
