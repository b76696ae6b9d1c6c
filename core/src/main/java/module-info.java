/**
 * The POSIX system calls of Linux and macOS. Start with {@link posixkit.Posix}.
 *
 * <p>The packages {@code posixkit.ffi} and {@code posixkit.unix…} are internal and may change without notice.
 * {@code posixkit.unix.symbols} is exported because jnr-ffi implements its interfaces from outside this module.
 */
// Some packages are exported only to posixkit.linux and posixkit.darwin. These modules do not exist yet when this
// module is compiled, so the compiler would warn about their names.
@SuppressWarnings("module")
module posixkit.core {
    requires org.jnrproject.ffi;
    requires org.jnrproject.jffi;
    // The modules org.jnrproject.ffi and org.jnrproject.jffi need org.objectweb.asm. But they are automatic modules,
    // and an automatic module cannot declare what it needs. So posixkit.core declares that it needs org.objectweb.asm.
    requires org.objectweb.asm;
    // Only programs that use the class SyscallEvents need jdk.jfr. So jdk.jfr is optional at run time.
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
    exports posixkit.terminal;
    exports posixkit.time;
    exports posixkit.ffi to
            posixkit.linux,
            posixkit.darwin,
            posixkit.ffm;
    exports posixkit.print to
            posixkit.linux,
            posixkit.darwin;
    exports posixkit.print.constants to
            posixkit.linux,
            posixkit.darwin;
    exports posixkit.unix to
            posixkit.linux,
            posixkit.darwin;
    exports posixkit.unix.call to
            posixkit.linux,
            posixkit.darwin;
    exports posixkit.unix.layout to
            posixkit.linux,
            posixkit.darwin,
            posixkit.ffm;
    exports posixkit.unix.symbols;

    uses posixkit.spi.PosixProvider;
    uses posixkit.ffi.NativeAccess;
}
