/**
 * Implements posixkit for macOS. {@link posixkit.Posix#get()} finds this module if it is on the module path. Callers must not use
 * its classes.
 */
module posixkit.darwin {
    requires transitive posixkit.core;
    requires org.jnrproject.ffi;

    // Exported only for jnr-ffi, which implements the interfaces that declare C functions, from outside this module.
    // Internal.
    exports posixkit.darwin;

    provides posixkit.spi.PosixProvider with
            posixkit.darwin.DarwinPosix.Provider;
}
