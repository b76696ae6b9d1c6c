package posixkit.linux;

import posixkit.ffi.Native;
import posixkit.unix.Bindings;
import posixkit.unix.LibC;
import posixkit.unix.LibCHotCalls;
import posixkit.unix.StatCalls;
import posixkit.unix.StatfsCalls;
import posixkit.unix.VariadicCalls;

/** Makes the bindings that bodies need, over a library of the test's choice. */
final class LinuxBodies {
    private LinuxBodies() {}

    static Bindings over(Native library) {
        LibC libc = library.load(LibC.class);
        VariadicCalls variadic = library.load(VariadicCalls.class);
        return new Bindings(
                library,
                libc,
                variadic,
                () -> library.load(StatfsCalls.class),
                new LibCHotCalls(libc, variadic, library.load(StatCalls.class)),
                new LinuxLayouts(),
                () -> Native.pointerAt(library.symbol("environ")));
    }
}
