package posixkit.system;

import java.util.List;

/**
 * Receives every call that is made through a {@link posixkit.Posix#watchedBy watched} {@code Posix}, before it begins and after it
 * ends. Calls through other {@code Posix} objects are not reported, and are no slower.
 *
 * <p>The methods run in the calling thread, which waits for them. What they throw goes to that thread's handler of uncaught
 * exceptions, and the caller still gets the result of its call.
 *
 * <p>A plain form that restarts after a signal is reported once for each attempt.
 */
public interface SyscallListener {
    /** Called before a call is made. */
    default void enters(String name, List<Object> arguments) {}

    /** Called after a call has ended. */
    void exits(Syscall call);

    /**
     * A call that has ended.
     *
     * @param name the method's name without {@code OrErrno}
     * @param arguments the arguments as they were passed; a buffer has been read or filled since
     * @param result the result of the {@code …OrErrno} form, 0 or more or −errno; for a call that returns an object, that object, or
     *     null if the call failed
     * @param errno the error number, or 0 if the call succeeded or was refused before it was made
     * @param nanos how long the call took
     */
    record Syscall(String name, List<Object> arguments, Object result, int errno, long nanos) {}
}
