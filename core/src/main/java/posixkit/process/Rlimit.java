package posixkit.process;

import posixkit.constants.Resource;

/**
 * How much of a resource a process may use ({@code struct rlimit}): what holds now, and how far it may be raised. Filled by
 * {@link Processes#getrlimit}; made by {@link Processes#newRlimit}.
 *
 * <p>Both are <b>unsigned</b>: compare them with {@link #compare}, print them with {@link #text}.
 */
public interface Rlimit {
    /** No limit. All ones on Linux, which is −1 here; the largest {@code long} on macOS. */
    long INFINITY = Resource.RLIM_INFINITY;

    /** What holds: the soft limit. */
    long cur();

    Rlimit cur(long limit);

    /** The most {@link #cur} may be set to: the hard limit. Who lowers it without privilege cannot raise it again. */
    long max();

    Rlimit max(long limit);

    /** Negative, 0 or positive as the first is lower, equal or higher. */
    static int compare(long one, long other) {
        return Long.compareUnsigned(one, other);
    }

    /** A limit as {@code ulimit} prints it: a number, or {@code unlimited}. */
    static String text(long limit) {
        return limit == INFINITY ? "unlimited" : Long.toUnsignedString(limit);
    }

    /** Returns a copy, which later calls on this one do not change. */
    Rlimit copy();
}
