package posixkit.onlinux;

/**
 * How the kernel schedules a thread ({@code struct sched_attr}). {@link Scheduling#newSchedAttr} creates this structure. Each policy
 * uses some of the members; the others are 0.
 */
public interface SchedAttr {
    /** Returns the policy, for example {@code SCHED_OTHER} or {@code SCHED_DEADLINE}. */
    int policy();

    /** Sets the policy. Returns this object. */
    SchedAttr policy(int policy);

    /** Returns flags, for example {@code SCHED_FLAG_RESET_ON_FORK}. */
    long flags();

    /** Sets the flags. Returns this object. */
    SchedAttr flags(long flags);

    /** Returns the niceness, for {@code SCHED_OTHER} and {@code SCHED_BATCH}. */
    int nice();

    /** Sets the niceness. Returns this object. */
    SchedAttr nice(int niceness);

    /** Returns the priority, for {@code SCHED_FIFO} and {@code SCHED_RR}. */
    int priority();

    /** Sets the priority. Returns this object. */
    SchedAttr priority(int priority);

    /** Returns how long the thread runs in each period, in nanoseconds, for {@code SCHED_DEADLINE}. */
    long runtime();

    /** Sets how long the thread runs in each period, in nanoseconds. Returns this object. */
    SchedAttr runtime(long nanos);

    /** Returns after which time in a period the thread must have run, in nanoseconds, for {@code SCHED_DEADLINE}. */
    long deadline();

    /** Sets after which time in a period the thread must have run, in nanoseconds. Returns this object. */
    SchedAttr deadline(long nanos);

    /** Returns the length of a period in nanoseconds, for {@code SCHED_DEADLINE}. */
    long period();

    /** Sets the length of a period in nanoseconds. Returns this object. */
    SchedAttr period(long nanos);

    /** Returns the least utilisation that the kernel assumes, 0 to 1024. Linux 5.3. */
    int utilMin();

    /** Sets the least utilisation that the kernel assumes. The flag {@code SCHED_FLAG_UTIL_CLAMP_MIN} makes it count. */
    SchedAttr utilMin(int utilisation);

    /** Returns the greatest utilisation that the kernel assumes, 0 to 1024. Linux 5.3. */
    int utilMax();

    /** Sets the greatest utilisation that the kernel assumes. The flag {@code SCHED_FLAG_UTIL_CLAMP_MAX} makes it count. */
    SchedAttr utilMax(int utilisation);

    /** Returns a copy. Later changes of this object do not change the copy. */
    SchedAttr copy();
}
