/**
 * The POSIX system calls of Linux and macOS. Start at {@link posixkit.Posix}.
 *
 * <p>Packages {@code posixkit.unix…} and {@code posixkit.ffi} are exported because jnr-ffi and the system modules need
 * them; they are internal and change without notice.
 */
// The system modules are not there while core is compiled.
@SuppressWarnings("module")
module posixkit.core {
    requires org.jnrproject.ffi;
    requires org.jnrproject.jffi;
    // An explicit module that the automatic ones above need and cannot ask for.
    requires org.objectweb.asm;
    // For who asks for SyscallEvents.
    requires static jdk.jfr;

    exports posixkit;
    exports posixkit.constants;
    exports posixkit.event;
    exports posixkit.file;
    exports posixkit.id;
    exports posixkit.memory;
    exports posixkit.net;
    exports posixkit.ondarwin;
    exports posixkit.ondarwin.constants;
    exports posixkit.onlinux;
    exports posixkit.onlinux.constants;
    exports posixkit.process;
    exports posixkit.spi;
    exports posixkit.system;
    exports posixkit.time;
    exports posixkit.ffi;
    exports posixkit.print to
            posixkit.linux,
            posixkit.darwin;
    exports posixkit.print.constants to
            posixkit.linux,
            posixkit.darwin;
    exports posixkit.unix;
    exports posixkit.unix.layout;

    uses posixkit.spi.PosixProvider;
}
