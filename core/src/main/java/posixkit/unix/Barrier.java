package posixkit.unix;

/**
 * A system call that makes all other threads of this process execute a memory barrier. <b>Internal.</b> {@link Grace} says what it
 * is for. Linux has such a call ({@code membarrier}), macOS has none.
 */
public interface Barrier {
    /**
     * Prepares the process for {@link #run}. Returns true if {@link #run} works. May block for some milliseconds.
     */
    boolean prepare();

    /**
     * Makes each thread of this process execute a memory barrier before this method returns. Returns false if the system call
     * fails.
     */
    boolean run();
}
