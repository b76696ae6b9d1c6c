/** posixkit on Linux: found by {@link posixkit.Posix#get()} when it is on the module path. Nothing here is for callers. */
module posixkit.linux {
    requires transitive posixkit.core;
    requires org.jnrproject.ffi;

    // For jnr-ffi, which implements binding interfaces from outside. Internal.
    exports posixkit.linux;

    provides posixkit.spi.PosixProvider with
            posixkit.linux.LinuxPosix.Provider;
}
