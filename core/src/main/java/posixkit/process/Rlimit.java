package posixkit.process;

import posixkit.constants.Resource;

/**
 * The two limits of a process for one resource ({@code struct rlimit}). The soft limit is how much of the resource the process
 * may use now. The hard limit is the highest value to which the process may raise its soft limit. {@link Processes#newRlimit}
 * creates this structure, and {@link Processes#getrlimit(int, Rlimit)} fills it.
 *
 * <p>Both limits are <b>unsigned</b> 64-bit numbers. Compare them with {@link #compare}, and convert them to text with
 * {@link #text}.
 */
public interface Rlimit {
    /**
     * The value that means "no limit". On Linux all its bits are set, so Java prints it as −1. On macOS it is
     * {@link Long#MAX_VALUE}.
     */
    long INFINITY = Resource.RLIM_INFINITY;

    /** Returns the soft limit, which is the limit that the kernel enforces. */
    long cur();

    /** Sets the soft limit. */
    Rlimit cur(long limit);

    /**
     * Returns the hard limit: the highest value that the soft limit ({@link #cur}) may have. A process without privilege can
     * lower the hard limit, but cannot raise it.
     */
    long max();

    /** Sets the hard limit. */
    Rlimit max(long limit);

    /**
     * Compares two limits as unsigned numbers. Returns a negative number if {@code first} is lower than {@code second}, 0 if they
     * are equal, and a positive number if {@code first} is higher.
     */
    static int compare(long first, long second) {
        return Long.compareUnsigned(first, second);
    }

    /**
     * Returns {@code limit} as text: an unsigned decimal number, or {@code unlimited} for {@link #INFINITY}. If there is no
     * limit, the shell command {@code ulimit} also prints {@code unlimited}.
     */
    static String text(long limit) {
        return limit == INFINITY ? "unlimited" : Long.toUnsignedString(limit);
    }

    /** Returns a copy of this structure. Later changes of this structure do not change the copy. */
    Rlimit copy();
}
