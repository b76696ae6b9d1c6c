package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Reads and changes settings of the calling thread or of this process with {@code prctl}.
 *
 * <p>{@code int prctl(int option, unsigned long arg2, unsigned long arg3, unsigned long arg4, unsigned long arg5)}
 *
 * <p><b>In a JVM:</b> most settings are those of one thread, and threads that it starts later inherit them. To change all threads
 * of the JVM, use {@link Syscalls#allThreadsSyscall} with {@code SYS_prctl}. A virtual thread would change its carrier thread, so
 * it is refused.
 */
public interface Prctl {
    /**
     * Sets the name of the calling thread, as {@code ps} and {@code top} show it ({@code PR_SET_NAME}).
     *
     * <p>{@code int prctl(PR_SET_NAME, const char *name)} {@index PR_SET_NAME}
     *
     * <p><b>In a JVM:</b> {@link Thread#setName} does the same for the first 15 bytes of the name, when a running thread calls it
     * for itself.
     *
     * @param name has at most 15 bytes
     * @throws ErrnoException ENOSYS: a sandbox forbids the call
     * @throws IllegalArgumentException if {@code name} is longer
     * @throws IllegalStateException if the calling thread is a virtual thread
     */
    @Call(value = "prctl(2)", isThreads = true)
    default void setName(String name) throws ErrnoException {
        Outcome.of("prctl", setNameOrErrno(name));
    }

    /** Same as {@link #setName}, but returns 0 or −errno. */
    int setNameOrErrno(String name);

    /**
     * Returns the name of the calling thread ({@code PR_GET_NAME}).
     *
     * <p>{@code int prctl(PR_GET_NAME, char *name)} {@index PR_GET_NAME}
     *
     * @throws IllegalStateException if the calling thread is a virtual thread
     */
    @Call(value = "prctl(2)", isThreads = true)
    String getName() throws ErrnoException;

    /**
     * Decides if this process may leave a core file, and if other processes of the user may trace it and read its
     * {@code /proc} ({@code PR_SET_DUMPABLE}).
     *
     * <p>{@code int prctl(PR_SET_DUMPABLE, unsigned long dumpable)} {@index PR_SET_DUMPABLE}
     *
     * @throws ErrnoException ENOSYS: a sandbox forbids the call
     */
    @Call("prctl(2)")
    default void setDumpable(boolean dumpable) throws ErrnoException {
        Outcome.of("prctl", setDumpableOrErrno(dumpable));
    }

    /** Same as {@link #setDumpable}, but returns 0 or −errno. */
    int setDumpableOrErrno(boolean dumpable);

    /**
     * Returns 1 if this process is dumpable, 0 if not, and 2 if only root can read the core file ({@code PR_GET_DUMPABLE}).
     *
     * <p>{@code int prctl(PR_GET_DUMPABLE)} {@index PR_GET_DUMPABLE}
     *
     * @throws ErrnoException ENOSYS: a sandbox forbids the call
     */
    @Call("prctl(2)")
    default int getDumpable() throws ErrnoException {
        return Outcome.of("prctl", getDumpableOrErrno());
    }

    /** Same as {@link #getDumpable}, but returns the value or −errno. */
    int getDumpableOrErrno();

    /**
     * Promises that the calling thread never gets more rights by executing a program: set-user-id programs run without them
     * ({@code PR_SET_NO_NEW_PRIVS}). Nothing takes this back.
     *
     * <p>{@code int prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)} {@index PR_SET_NO_NEW_PRIVS}
     *
     * @throws ErrnoException ENOSYS: a sandbox forbids the call
     * @throws IllegalStateException if the calling thread is a virtual thread
     */
    @Call(value = "prctl(2)", isThreads = true)
    default void setNoNewPrivs() throws ErrnoException {
        Outcome.of("prctl", setNoNewPrivsOrErrno());
    }

    /** Same as {@link #setNoNewPrivs}, but returns 0 or −errno. */
    int setNoNewPrivsOrErrno();

    /**
     * Returns 1 if {@link #setNoNewPrivs} was called in this thread or inherited, and 0 if not ({@code PR_GET_NO_NEW_PRIVS}).
     *
     * <p>{@code int prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0)} {@index PR_GET_NO_NEW_PRIVS}
     *
     * @throws ErrnoException ENOSYS: a sandbox forbids the call
     * @throws IllegalStateException if the calling thread is a virtual thread
     */
    @Call(value = "prctl(2)", isThreads = true)
    default int getNoNewPrivs() throws ErrnoException {
        return Outcome.of("prctl", getNoNewPrivsOrErrno());
    }

    /** Same as {@link #getNoNewPrivs}, but returns the value or −errno. */
    int getNoNewPrivsOrErrno();

    /**
     * Makes this process the parent of the descendants whose own parents end, in place of {@code init}
     * ({@code PR_SET_CHILD_SUBREAPER}). It then has to wait for them.
     *
     * <p>{@code int prctl(PR_SET_CHILD_SUBREAPER, unsigned long set)} {@index PR_SET_CHILD_SUBREAPER}
     *
     * @throws ErrnoException ENOSYS: a sandbox forbids the call
     */
    @Call("prctl(2)")
    default void setChildSubreaper(boolean set) throws ErrnoException {
        Outcome.of("prctl", setChildSubreaperOrErrno(set));
    }

    /** Same as {@link #setChildSubreaper}, but returns 0 or −errno. */
    int setChildSubreaperOrErrno(boolean set);

    /**
     * Returns 1 if this process adopts descendants ({@link #setChildSubreaper}), and 0 if not
     * ({@code PR_GET_CHILD_SUBREAPER}).
     *
     * <p>{@code int prctl(PR_GET_CHILD_SUBREAPER, int *isset)} {@index PR_GET_CHILD_SUBREAPER}
     *
     * @throws ErrnoException ENOSYS: a sandbox forbids the call
     */
    @Call("prctl(2)")
    default int getChildSubreaper() throws ErrnoException {
        return Outcome.of("prctl", getChildSubreaperOrErrno());
    }

    /** Same as {@link #getChildSubreaper}, but returns the value or −errno. */
    int getChildSubreaperOrErrno();

    /**
     * Makes the kernel send {@code sig} to this process when the thread that started it ends ({@code PR_SET_PDEATHSIG}).
     * {@link posixkit.process.Spawn#deathSignal} does so in a child.
     *
     * <p>{@code int prctl(PR_SET_PDEATHSIG, unsigned long sig)} {@index PR_SET_PDEATHSIG}
     *
     * @param sig a signal; 0 takes an earlier one back
     * @throws ErrnoException EINVAL: {@code sig} is not a signal
     */
    @Call("prctl(2)")
    default void setPdeathsig(int sig) throws ErrnoException {
        Outcome.of("prctl", "signal", sig, setPdeathsigOrErrno(sig));
    }

    /** Same as {@link #setPdeathsig}, but returns 0 or −errno. */
    int setPdeathsigOrErrno(int sig);

    /**
     * Returns the signal of {@link #setPdeathsig}, or 0 ({@code PR_GET_PDEATHSIG}).
     *
     * <p>{@code int prctl(PR_GET_PDEATHSIG, int *sig)} {@index PR_GET_PDEATHSIG}
     *
     * @throws ErrnoException ENOSYS: a sandbox forbids the call
     */
    @Call("prctl(2)")
    default int getPdeathsig() throws ErrnoException {
        return Outcome.of("prctl", getPdeathsigOrErrno());
    }

    /** Same as {@link #getPdeathsig}, but returns the value or −errno. */
    int getPdeathsigOrErrno();

    /**
     * Decides if the calling thread keeps its permitted capabilities when it changes all its user ids from 0 to others
     * ({@code PR_SET_KEEPCAPS}). Executing a program ends this.
     *
     * <p>{@code int prctl(PR_SET_KEEPCAPS, unsigned long state)} {@index PR_SET_KEEPCAPS}
     *
     * @throws ErrnoException EPERM: {@code SECBIT_KEEP_CAPS_LOCKED} is set
     * @throws IllegalStateException if the calling thread is a virtual thread
     */
    @Call(value = "prctl(2)", isThreads = true)
    default void setKeepcaps(boolean state) throws ErrnoException {
        Outcome.of("prctl", setKeepcapsOrErrno(state));
    }

    /** Same as {@link #setKeepcaps}, but returns 0 or −errno. */
    int setKeepcapsOrErrno(boolean state);

    /**
     * Returns 1 if the calling thread keeps its capabilities ({@link #setKeepcaps}), and 0 if not ({@code PR_GET_KEEPCAPS}).
     *
     * <p>{@code int prctl(PR_GET_KEEPCAPS)} {@index PR_GET_KEEPCAPS}
     *
     * @throws ErrnoException ENOSYS: a sandbox forbids the call
     * @throws IllegalStateException if the calling thread is a virtual thread
     */
    @Call(value = "prctl(2)", isThreads = true)
    default int getKeepcaps() throws ErrnoException {
        return Outcome.of("prctl", getKeepcapsOrErrno());
    }

    /** Same as {@link #getKeepcaps}, but returns the value or −errno. */
    int getKeepcapsOrErrno();

    /**
     * Returns the flags {@code SECBIT_…} of the calling thread: how it treats root ({@code PR_GET_SECUREBITS}).
     *
     * <p>{@code int prctl(PR_GET_SECUREBITS)} {@index PR_GET_SECUREBITS}
     *
     * @throws ErrnoException ENOSYS: a sandbox forbids the call
     * @throws IllegalStateException if the calling thread is a virtual thread
     */
    @Call(value = "prctl(2)", isThreads = true)
    default int getSecurebits() throws ErrnoException {
        return Outcome.of("prctl", getSecurebitsOrErrno());
    }

    /** Same as {@link #getSecurebits}, but returns the value or −errno. */
    int getSecurebitsOrErrno();

    /**
     * Returns 1 if a capability is in the bounding set of the calling thread, and 0 if not ({@code PR_CAPBSET_READ}).
     *
     * <p>{@code int prctl(PR_CAPBSET_READ, unsigned long cap)} {@index PR_CAPBSET_READ}
     *
     * @throws ErrnoException EINVAL: there is no such capability
     * @throws IllegalStateException if the calling thread is a virtual thread
     */
    @Call(value = "prctl(2)", isThreads = true)
    default int capbsetRead(int cap) throws ErrnoException {
        return Outcome.of("prctl", "cap", cap, capbsetReadOrErrno(cap));
    }

    /** Same as {@link #capbsetRead}, but returns the value or −errno. */
    int capbsetReadOrErrno(int cap);

    /**
     * Removes a capability from the bounding set of the calling thread, so that no program that it executes can get it
     * ({@code PR_CAPBSET_DROP}). Nothing takes this back.
     *
     * <p>{@code int prctl(PR_CAPBSET_DROP, unsigned long cap)} {@index PR_CAPBSET_DROP}
     *
     * @throws ErrnoException EPERM: the thread lacks {@code CAP_SETPCAP}; EINVAL: there is no such capability
     * @throws IllegalStateException if the calling thread is a virtual thread
     */
    @Call(value = "prctl(2)", isThreads = true)
    default void capbsetDrop(int cap) throws ErrnoException {
        Outcome.of("prctl", "cap", cap, capbsetDropOrErrno(cap));
    }

    /** Same as {@link #capbsetDrop}, but returns 0 or −errno. */
    int capbsetDropOrErrno(int cap);

    /**
     * Sets by how many nanoseconds the kernel may delay the end of a wait of the calling thread, to wake the processor less
     * often ({@code PR_SET_TIMERSLACK}).
     *
     * <p>{@code int prctl(PR_SET_TIMERSLACK, unsigned long timer_slack)} {@index PR_SET_TIMERSLACK}
     *
     * @param nanos the delay; 0: that of the thread that started this one
     * @throws ErrnoException ENOSYS: a sandbox forbids the call
     * @throws IllegalStateException if the calling thread is a virtual thread
     */
    @Call(value = "prctl(2)", isThreads = true)
    default void setTimerslack(long nanos) throws ErrnoException {
        Outcome.of("prctl", setTimerslackOrErrno(nanos));
    }

    /** Same as {@link #setTimerslack}, but returns 0 or −errno. */
    int setTimerslackOrErrno(long nanos);

    /**
     * Returns the delay of {@link #setTimerslack} ({@code PR_GET_TIMERSLACK}).
     *
     * <p>{@code int prctl(PR_GET_TIMERSLACK)} {@index PR_GET_TIMERSLACK}
     *
     * @throws ErrnoException ENOSYS: a sandbox forbids the call
     * @throws IllegalStateException if the calling thread is a virtual thread
     */
    @Call(value = "prctl(2)", isThreads = true)
    default long getTimerslack() throws ErrnoException {
        return Outcome.of("prctl", getTimerslackOrErrno());
    }

    /** Same as {@link #getTimerslack}, but returns the value or −errno. */
    long getTimerslackOrErrno();

    /**
     * Calls {@code prctl} with any option, and returns its result.
     *
     * <p>{@code int prctl(int option, unsigned long arg2, unsigned long arg3, unsigned long arg4, unsigned long arg5)}
     * {@index prctl}
     *
     * <p><b>This method does not check the arguments.</b> Some options take an address, to which the kernel writes: pass the address
     * of memory that does not move, for example {@link posixkit.memory.Region#address()}. A wrong address ends the JVM or corrupts
     * its memory.
     *
     * @throws ErrnoException the errnos of the option; EINVAL: the kernel does not know it
     * @throws IllegalArgumentException if the option would break the JVM: {@code PR_SET_SECCOMP}, {@code PR_SET_MM},
     *     {@code PR_SET_SYSCALL_USER_DISPATCH}, {@code PR_SET_TSC}, {@code PR_SET_UNALIGN}, {@code PR_SET_TAGGED_ADDR_CTRL},
     *     {@code PR_PAC_RESET_KEYS}, {@code PR_PAC_SET_ENABLED_KEYS}, {@code PR_SVE_SET_VL} or {@code PR_SME_SET_VL}.
     *     {@link OnLinux#unguardedSyscalls()} can make such a call
     * @throws IllegalStateException if the calling thread is a virtual thread
     */
    @Call(value = "prctl(2)", isThreads = true)
    default int prctl(int option, long arg2, long arg3, long arg4, long arg5) throws ErrnoException {
        return Outcome.of("prctl", "option", option, prctlOrErrno(option, arg2, arg3, arg4, arg5));
    }

    /** Same as {@link #prctl}, but returns the result or −errno. */
    int prctlOrErrno(int option, long arg2, long arg3, long arg4, long arg5);
}
