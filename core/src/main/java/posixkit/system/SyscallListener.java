package posixkit.system;

import java.util.Arrays;
import java.util.List;
import posixkit.constants.Errno;
import posixkit.print.Printer;

/**
 * Is notified before and after every call that is made through a watched {@code Posix}. A watched {@code Posix} is an object that
 * {@link posixkit.Posix#watchedBy} returned. Raw calls, for example {@code Syscalls.rawSyscall}, are not reported
 * ({@link posixkit.Call#isRaw}). Calls through other {@code Posix} objects are not reported and do not become slower.
 *
 * <p>The methods of the listener run in the calling thread, and the call waits for them. An exception that a listener throws goes
 * to the uncaught exception handler of the calling thread. The caller still gets the result of its call.
 *
 * <p>A posixkit method whose name does not end in {@code OrErrno} may repeat a call that a signal interrupted. In this case, the
 * listener is notified of each attempt.
 */
public interface SyscallListener {
    /**
     * Called before a call is made.
     *
     * @param name the name of the method; if the name ends in {@code OrErrno}, this suffix is removed
     * @param arguments the arguments as they were passed
     */
    default void enters(String name, List<Object> arguments) {}

    /** Called after a call has ended, successfully or not. */
    void exits(Syscall call);

    /**
     * A call that has ended.
     *
     * @param name the name of the method; if the name ends in {@code OrErrno}, this suffix is removed
     * @param arguments the arguments as they were passed. The list contains the passed objects, not copies. The call may have
     *     changed their content, for example the bytes of a buffer
     * @param result for a method whose name ends in {@code OrErrno}: the returned value or −errno. For other methods: the
     *     returned object, or null if the method failed or returns nothing
     * @param errno the error number if the call failed, and 0 if it succeeded. Also 0 if the method threw an exception other than
     *     {@code ErrnoException}, for example because of an invalid argument.
     * @param nanos the duration of the call in nanoseconds
     */
    record Syscall(String name, List<Object> arguments, Object result, int errno, long nanos) {
        /** Returns true if all components are equal. Arrays among the arguments are compared by their content. */
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

        /**
         * Returns the call as text, for example {@code read(3, ByteBuffer[pos=0, lim=4096]) = 120, 2100 ns}. If the call
         * failed, the text contains the error, for example {@code = ENOENT (2)}, instead of the result.
         */
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
