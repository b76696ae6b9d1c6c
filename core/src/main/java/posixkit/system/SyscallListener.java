package posixkit.system;

import java.util.Arrays;
import java.util.List;
import posixkit.constants.Errno;
import posixkit.print.Printer;

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
