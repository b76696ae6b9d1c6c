package posixkit.unix;

import java.util.function.LongSupplier;
import posixkit.ffi.Native;
import posixkit.unix.call.UnixCalls;

/**
 * Contains the objects that differ between Linux and macOS but are used by classes that both systems share. The code for one
 * operating system creates this record and passes it to these classes. <b>Internal.</b>
 *
 * @param library the C library, in which programs look up functions by name
 * @param calls calls the C functions that both systems have
 * @param environ returns the current address of the array of environment variables of this process
 */
public record Bindings(Native library, UnixCalls calls, Layouts layouts, LongSupplier environ) {}
