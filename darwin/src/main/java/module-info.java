/**
 * Implements posixkit for macOS. {@link posixkit.Posix#get()} finds this module if it is on the module path. Callers must not use
 * its classes.
 */
module posixkit.darwin {
    requires transitive posixkit.core;
    requires org.jnrproject.ffi;

    // This package is internal. It is exported only because jnr-ffi, which is outside this module, implements the
    // interfaces of this package that declare C functions.
    exports posixkit.darwin.symbols;

    provides posixkit.spi.PosixProvider with
            posixkit.darwin.DarwinPosix.Provider;
}
