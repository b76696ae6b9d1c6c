package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Decides on which processors threads run, and how the kernel chooses between threads.
 *
 * <p>In all calls, {@code pid} is the number of a thread, as {@code gettid} returns it; 0 means the calling thread. The pid of a
 * process means only its first thread.
 *
 * <p><b>In a JVM:</b> the first thread runs no Java code. Threads that a thread starts later inherit its settings. To change all
 * threads of this JVM, use {@link Syscalls#allThreadsSyscall}. A virtual thread would change its carrier thread, so it is refused
 * if {@code pid} is 0. {@link Thread#setPriority} has no effect on Linux.
 */
public interface Scheduling {
    /**
     * Stores in {@code into} on which processors a thread may run.
     *
     * <p>{@code int sched_getaffinity(pid_t pid, size_t cpusetsize, cpu_set_t *mask)} {@index sched_getaffinity}
     *
     * <p>The set grows as needed, on machines with any number of processors.
     *
     * @throws ErrnoException ESRCH: there is no such thread; ENOSYS: a sandbox forbids the call
     * @throws IllegalStateException if {@code pid} is 0 and the calling thread is a virtual thread
     */
    @Call(value = "sched_getaffinity(2)", isThreads = true)
    default void schedGetaffinity(int pid, CpuSet into) throws ErrnoException {
        Outcome.of("sched_getaffinity", "pid", pid, schedGetaffinityOrErrno(pid, into));
    }

    /** Same as {@link #schedGetaffinity}, but returns 0 or −errno. */
    int schedGetaffinityOrErrno(int pid, CpuSet into);

    /**
     * Sets on which processors a thread may run. Processors that do not exist, or that the control group of the thread excludes, do
     * not count.
     *
     * <p>{@code int sched_setaffinity(pid_t pid, size_t cpusetsize, const cpu_set_t *mask)} {@index sched_setaffinity}
     *
     * <p><b>In a JVM:</b> the JVM decides at its start how many threads it uses for garbage collection and compilation. Start it
     * with {@code taskset} to limit it as a whole.
     *
     * @throws ErrnoException ESRCH: there is no such thread; EINVAL: no processor of the set can be used; EPERM: the thread belongs to another user
     * @throws IllegalStateException if {@code pid} is 0 and the calling thread is a virtual thread
     */
    @Call(value = "sched_setaffinity(2)", isThreads = true)
    default void schedSetaffinity(int pid, CpuSet set) throws ErrnoException {
        Outcome.of("sched_setaffinity", "pid", pid, schedSetaffinityOrErrno(pid, set));
    }

    /** Same as {@link #schedSetaffinity}, but returns 0 or −errno. */
    int schedSetaffinityOrErrno(int pid, CpuSet set);

    /**
     * Returns the policy of a thread, for example {@code SCHED_OTHER}, possibly with {@code SCHED_RESET_ON_FORK}.
     *
     * <p>{@code int sched_getscheduler(pid_t pid)} {@index sched_getscheduler}
     *
     * @throws ErrnoException ESRCH: there is no such thread; EINVAL: {@code pid} is negative
     * @throws IllegalStateException if {@code pid} is 0 and the calling thread is a virtual thread
     */
    @Call(value = "sched_getscheduler(2)", isThreads = true)
    default int schedGetscheduler(int pid) throws ErrnoException {
        return Outcome.of("sched_getscheduler", "pid", pid, schedGetschedulerOrErrno(pid));
    }

    /** Same as {@link #schedGetscheduler}, but returns the policy or −errno. */
    int schedGetschedulerOrErrno(int pid);

    /**
     * Sets the policy and the priority of a thread.
     *
     * <p>{@code int sched_setscheduler(pid_t pid, int policy, const struct sched_param *param)} {@index sched_setscheduler}
     *
     * <p>A thread with the policy {@code SCHED_FIFO} or {@code SCHED_RR} runs before all others, and can keep a processor for
     * itself.
     *
     * @param policy {@code SCHED_OTHER}, {@code SCHED_BATCH} or {@code SCHED_IDLE}, for which the priority is 0; or
     *     {@code SCHED_FIFO} or {@code SCHED_RR}, for which it is from 1 to 99. {@code SCHED_RESET_ON_FORK} may be added
     * @throws ErrnoException ESRCH: there is no such thread; EINVAL: the policy or the priority is wrong; EPERM: the user may not set this policy or priority
     * @throws IllegalStateException if {@code pid} is 0 and the calling thread is a virtual thread
     */
    @Call(value = "sched_setscheduler(2)", isThreads = true)
    default void schedSetscheduler(int pid, int policy, int priority) throws ErrnoException {
        Outcome.of("sched_setscheduler", "pid", pid, schedSetschedulerOrErrno(pid, policy, priority));
    }

    /** Same as {@link #schedSetscheduler}, but returns 0 or −errno. */
    int schedSetschedulerOrErrno(int pid, int policy, int priority);

    /**
     * Returns the priority of a thread: from 1 to 99 for {@code SCHED_FIFO} and {@code SCHED_RR}, otherwise 0.
     *
     * <p>{@code int sched_getparam(pid_t pid, struct sched_param *param)} {@index sched_getparam}
     *
     * @throws ErrnoException ESRCH: there is no such thread; EINVAL: {@code pid} is negative
     * @throws IllegalStateException if {@code pid} is 0 and the calling thread is a virtual thread
     */
    @Call(value = "sched_getparam(2)", isThreads = true)
    default int schedGetparam(int pid) throws ErrnoException {
        return Outcome.of("sched_getparam", "pid", pid, schedGetparamOrErrno(pid));
    }

    /** Same as {@link #schedGetparam}, but returns the priority or −errno. */
    int schedGetparamOrErrno(int pid);

    /**
     * Sets the priority of a thread, without changing its policy.
     *
     * <p>{@code int sched_setparam(pid_t pid, const struct sched_param *param)} {@index sched_setparam}
     *
     * @throws ErrnoException ESRCH: there is no such thread; EINVAL: the policy does not allow the priority; EPERM: the user may not set this priority
     * @throws IllegalStateException if {@code pid} is 0 and the calling thread is a virtual thread
     */
    @Call(value = "sched_setparam(2)", isThreads = true)
    default void schedSetparam(int pid, int priority) throws ErrnoException {
        Outcome.of("sched_setparam", "pid", pid, schedSetparamOrErrno(pid, priority));
    }

    /** Same as {@link #schedSetparam}, but returns 0 or −errno. */
    int schedSetparamOrErrno(int pid, int priority);

    /**
     * Stores in {@code into} how the kernel schedules a thread.
     *
     * <p>{@code int sched_getattr(pid_t pid, struct sched_attr *attr, unsigned int size, unsigned int flags)} {@index sched_getattr}
     * (Linux 3.14)
     *
     * @throws ErrnoException ESRCH: there is no such thread; ENOSYS: the kernel is older
     * @throws IllegalStateException if {@code pid} is 0 and the calling thread is a virtual thread
     */
    @Call(value = "sched_getattr(2)", since = "3.14", isThreads = true)
    default void schedGetattr(int pid, SchedAttr into) throws ErrnoException {
        Outcome.of("sched_getattr", "pid", pid, schedGetattrOrErrno(pid, into));
    }

    /** Same as {@link #schedGetattr}, but returns 0 or −errno. */
    int schedGetattrOrErrno(int pid, SchedAttr into);

    /**
     * Sets how the kernel schedules a thread. Only this call can set {@code SCHED_DEADLINE}.
     *
     * <p>{@code int sched_setattr(pid_t pid, struct sched_attr *attr, unsigned int flags)} {@index sched_setattr} (Linux 3.14)
     *
     * @throws ErrnoException ESRCH: there is no such thread; EINVAL: the policy or another member is wrong; EPERM: the user may not set this; EBUSY: the
     *     processors have no time left for {@code SCHED_DEADLINE}; E2BIG: the kernel is too old for a member; ENOSYS: the kernel
     *     is older
     * @throws IllegalStateException if {@code pid} is 0 and the calling thread is a virtual thread
     */
    @Call(value = "sched_setattr(2)", since = "3.14", isThreads = true)
    default void schedSetattr(int pid, SchedAttr attr) throws ErrnoException {
        Outcome.of("sched_setattr", "pid", pid, schedSetattrOrErrno(pid, attr));
    }

    /** Same as {@link #schedSetattr}, but returns 0 or −errno. */
    int schedSetattrOrErrno(int pid, SchedAttr attr);

    /**
     * Returns how long a thread with the policy {@code SCHED_RR} may run until it is another's turn, in nanoseconds.
     *
     * <p>{@code int sched_rr_get_interval(pid_t pid, struct timespec *interval)} {@index sched_rr_get_interval}
     *
     * <p>For {@code SCHED_FIFO}, the result is 0: there is no limit. For other policies, Linux returns a time that depends on the
     * load.
     *
     * @throws ErrnoException ESRCH: there is no such thread; EINVAL: {@code pid} is negative
     * @throws IllegalStateException if {@code pid} is 0 and the calling thread is a virtual thread
     */
    @Call(value = "sched_rr_get_interval(2)", isThreads = true)
    default long schedRrGetInterval(int pid) throws ErrnoException {
        return Outcome.of("sched_rr_get_interval", "pid", pid, schedRrGetIntervalOrErrno(pid));
    }

    /** Same as {@link #schedRrGetInterval}, but returns the time or −errno. */
    long schedRrGetIntervalOrErrno(int pid);

    /**
     * Returns the greatest priority of a policy: 99 for {@code SCHED_FIFO} and {@code SCHED_RR}, otherwise 0.
     *
     * <p>{@code int sched_get_priority_max(int policy)} {@index sched_get_priority_max}
     *
     * @throws ErrnoException EINVAL: there is no such policy
     */
    @Call("sched_get_priority_max(2)")
    default int schedGetPriorityMax(int policy) throws ErrnoException {
        return Outcome.of("sched_get_priority_max", "policy", policy, schedGetPriorityMaxOrErrno(policy));
    }

    /** Same as {@link #schedGetPriorityMax}, but returns the priority or −errno. */
    int schedGetPriorityMaxOrErrno(int policy);

    /**
     * Returns the least priority of a policy: 1 for {@code SCHED_FIFO} and {@code SCHED_RR}, otherwise 0.
     *
     * <p>{@code int sched_get_priority_min(int policy)} {@index sched_get_priority_min}
     *
     * @throws ErrnoException EINVAL: there is no such policy
     */
    @Call("sched_get_priority_min(2)")
    default int schedGetPriorityMin(int policy) throws ErrnoException {
        return Outcome.of("sched_get_priority_min", "policy", policy, schedGetPriorityMinOrErrno(policy));
    }

    /** Same as {@link #schedGetPriorityMin}, but returns the priority or −errno. */
    int schedGetPriorityMinOrErrno(int policy);

    /**
     * Lets other threads run first, if they wait for this processor.
     *
     * <p>{@code int sched_yield(void)} {@index sched_yield}
     *
     * <p><b>In a JVM:</b> on a virtual thread, the carrier thread yields, and no other virtual thread runs on it;
     * {@link Thread#yield} lets one run.
     *
     * @throws ErrnoException ENOSYS: a sandbox forbids the call
     */
    @Call("sched_yield(2)")
    default void schedYield() throws ErrnoException {
        Outcome.of("sched_yield", schedYieldOrErrno());
    }

    /** Same as {@link #schedYield}, but returns 0 or −errno. */
    int schedYieldOrErrno();

    /**
     * A processor.
     *
     * @param number its number, from 0
     * @param node the number of its NUMA node: the memory that is nearest to it
     */
    record Cpu(int number, int node) {}

    /**
     * Returns the processor on which the calling thread runs. The thread may run on another one a moment later.
     *
     * <p>{@code int getcpu(unsigned int *cpu, unsigned int *node)} {@index getcpu}
     *
     * @throws ErrnoException ENOSYS: a sandbox forbids the call
     */
    @Call("getcpu(2)")
    Cpu getcpu() throws ErrnoException;

    /** Returns an empty structure for {@link #schedGetattr} and {@link #schedSetattr}. One structure can be used for many calls. */
    SchedAttr newSchedAttr();
}
