package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Reads and changes the capabilities of threads.
 *
 * <p><b>In a JVM:</b> each thread has its own capabilities, and threads that it starts later inherit them. {@link #capset} changes
 * the calling thread only; {@link Syscalls#allThreadsSyscall} can make the system call on all threads. A virtual thread is refused.
 * {@link Prctl} has the calls for the bounding set.
 */
public interface Capabilities {
    /**
     * Stores in {@code into} the capabilities of a thread.
     *
     * <p>{@code int capget(cap_user_header_t hdrp, cap_user_data_t datap)} {@index capget}
     *
     * @param pid the number of a thread, as {@code gettid} returns it; 0: the calling thread
     * @throws ErrnoException ESRCH: there is no such thread; EINVAL: {@code pid} is negative
     * @throws IllegalStateException if {@code pid} is 0 and the calling thread is a virtual thread
     */
    @Call(value = "capget(2)", isThreads = true)
    default void capget(int pid, CapabilitySets into) throws ErrnoException {
        Outcome.of("capget", "pid", pid, capgetOrErrno(pid, into));
    }

    /** Same as {@link #capget}, but returns 0 or −errno. */
    int capgetOrErrno(int pid, CapabilitySets into);

    /**
     * Sets the capabilities of the calling thread. What it removes from the permitted set, it can never get back.
     *
     * <p>{@code int capset(cap_user_header_t hdrp, const cap_user_data_t datap)} {@index capset}
     *
     * @throws ErrnoException EPERM: {@code sets} adds a permitted capability, or has an effective one that is not permitted, or an
     *     inheritable one that the thread may not add
     * @throws IllegalStateException if the calling thread is a virtual thread
     */
    @Call(value = "capset(2)", isThreads = true)
    default void capset(CapabilitySets sets) throws ErrnoException {
        Outcome.of("capset", capsetOrErrno(sets));
    }

    /** Same as {@link #capset}, but returns 0 or −errno. */
    int capsetOrErrno(CapabilitySets sets);
}
