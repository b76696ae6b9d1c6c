package posixkit.darwin;

import posixkit.ffi.Native;
import posixkit.unix.SelectCall;

/**
 * Binds the select function of libSystem that accepts descriptors above 1023. libSystem has several select functions. On x86_64,
 * the one with the plain name is old and lengthens short waits.
 */
final class UnlimitedSelect implements SelectCall {
    private final Symbols symbols;

    UnlimitedSelect(Native libSystem) {
        symbols = libSystem.load(Symbols.class);
    }

    /** Binds the functions by their symbols. <b>Internal</b>; public because jnr-ffi implements it. */
    public interface Symbols {
        int select$DARWIN_EXTSN(int nfds, long read, long write, long except, long timeout);
    }

    @Override
    public int select(int nfds, long read, long write, long except, long timeout) {
        return symbols.select$DARWIN_EXTSN(nfds, read, write, except, timeout);
    }
}
