package posixkit.unix;

import java.util.function.LongSupplier;
import posixkit.ffi.Native;
import posixkit.unix.call.UnixCalls;

/**
 * Holds the objects that differ between Linux and macOS. The code for each operating system creates a {@code Bindings} record,
 * and passes it to the classes that both systems share. <b>Internal.</b>
 *
 * @param library the C library. {@link UnixSymbols} looks up functions in this library by name
 * @param calls calls the C functions that both systems have
 * @param layouts creates the native structures of this operating system
 * @param environ returns the current address of the array of environment variables of this process
 * @param closeOnExec says whether the descriptors that the user gets are close-on-exec
 */
public record Bindings(
        Native library, UnixCalls calls, Layouts layouts, LongSupplier environ, CloseOnExec closeOnExec) {
    /** Creates an object for a {@link posixkit.Posix} whose new descriptors are close-on-exec. */
    public Bindings(Native library, UnixCalls calls, Layouts layouts, LongSupplier environ) {
        this(library, calls, layouts, environ, CloseOnExec.YES);
    }

    /** Returns the same, but for a {@link posixkit.Posix} whose new descriptors are inherited. */
    public Bindings inheriting() {
        return new Bindings(library, calls, layouts, environ, CloseOnExec.NO);
    }
}
