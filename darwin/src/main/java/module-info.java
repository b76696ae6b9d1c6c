/** posixkit on macOS: found by {@link posixkit.Posix#get()} when it is on the module path. Nothing here is for callers. */
module posixkit.darwin {
    requires transitive posixkit.core;
    requires org.jnrproject.ffi;

    // For jnr-ffi, which implements binding interfaces from outside. Internal.
    exports posixkit.darwin;

    provides posixkit.spi.PosixProvider with
            posixkit.darwin.DarwinPosix.Provider;
}
