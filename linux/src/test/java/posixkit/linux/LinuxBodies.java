package posixkit.linux;

import posixkit.ffi.Native;
import posixkit.unix.Bindings;
import posixkit.unix.call.JnrUnixCalls;
import posixkit.unix.call.UnixCalls;

/** Makes the bindings that bodies need, over a library of the test's choice. */
final class LinuxBodies {
    private LinuxBodies() {}

    static Bindings over(Native library) {
        return over(library, new JnrUnixCalls(library));
    }

    static Bindings over(Native library, UnixCalls calls) {
        long environ = library.symbol("environ");
        return new Bindings(library, calls, new LinuxLayouts(), () -> Native.pointerAt(environ));
    }
}
