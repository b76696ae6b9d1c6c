package posixkit.system;

import java.util.List;

/**
 * Hears of every call that is made through a {@link posixkit.Posix#watchedBy watched} {@code Posix}: before it begins, which is
 * where Go's scheduler would be told, and when it is over. Nobody else's calls are any slower.
 *
 * <p>It is asked in the calling thread, while the caller waits. What it throws is handed to that thread's handler of uncaught
 * exceptions: a descriptor that was opened must reach who opened it.
 */
public interface SyscallListener {
    /** A call is about to be made. */
    default void enters(String name, List<Object> arguments) {}

    /** A call is over. */
    void exits(Syscall call);

    /**
     * A call that is over.
     *
     * @param name as the manual has it, where {@code …OrErrno} is no part of it
     * @param arguments as they were given: a buffer has been read or filled since
     * @param result what it answered, also {@code …OrErrno}'s −errno; null of those that answer nothing, and of those that failed
     * @param errno why it failed, or 0; 0 also where it was refused and never made
     * @param nanos how long it took
     */
    record Syscall(String name, List<Object> arguments, Object result, int errno, long nanos) {}
}
