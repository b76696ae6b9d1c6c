package posixkit.interop;

import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.posix.POSIXHandler;
import posixkit.Posix;
import posixkit.system.Symbols;

/** All calls on macOS, for which jnr-posix has no calls of its own. */
final class DarwinCalls extends SystemCalls {
    DarwinCalls(Posix posix, POSIXHandler handler) {
        super(posix, new OwnLibC(posix), handler);
    }

    /** Returns the address of the environment. A library on macOS cannot see the variable {@code environ} itself. */
    @Override
    public Pointer environ() {
        Symbols symbols = posix.symbols();
        long variable = symbols.callForResult(symbols.function("_NSGetEnviron")).value();
        return Pointer.wrap(Runtime.getSystemRuntime(), variable).getPointer(0);
    }
}
