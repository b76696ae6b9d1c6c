package posixkit.system;

import java.util.Arrays;
import java.util.List;
import posixkit.constants.Errno;
import posixkit.print.Printer;

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
    record Syscall(String name, List<Object> arguments, Object result, int errno, long nanos) {
        /** Returns true if all parts are equal; arrays among the arguments count by their content. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Syscall that
                    && name.equals(that.name)
                    && Arrays.deepEquals(arguments.toArray(), that.arguments.toArray())
                    && Arrays.deepEquals(new Object[] {result}, new Object[] {that.result})
                    && errno == that.errno
                    && nanos == that.nanos;
        }

        @Override
        public int hashCode() {
            Object[] all = {name, arguments.toArray(), result, errno, nanos};
            return Arrays.deepHashCode(all);
        }

        /** {@code read(3, ByteBuffer[pos=0, lim=4096]) = 120, 2100 ns}, or {@code = ENOENT (2)} in place of the result. */
        @Override
        public String toString() {
            String all = Printer.values(arguments);
            String name = Errno.name(errno);
            String failure = (name == null ? "errno" : name) + " (" + errno + ")";
            return this.name + "(" + all.substring(1, all.length() - 1) + ") = "
                    + (errno == 0 ? Printer.value(result) : failure) + ", " + nanos + " ns";
        }
    }
}
