package posixkit.unix;

import posixkit.ffi.Native;
import posixkit.system.Symbols;

/** {@link Symbols}. <b>Internal.</b> */
public final class UnixSymbols implements Symbols {
    private final Native library;

    public UnixSymbols(Bindings bindings) {
        library = bindings.library();
    }

    @Override
    public long address(String name) {
        if (name.indexOf(0) >= 0) {
            throw new IllegalArgumentException("a NUL in a string");
        }
        return library.symbol(name);
    }
}
