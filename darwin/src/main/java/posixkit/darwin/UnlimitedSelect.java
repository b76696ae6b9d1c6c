package posixkit.darwin;

import posixkit.ffi.Native;
import posixkit.unix.SelectCall;

/**
 * Calls {@code select$DARWIN_EXTSN}, one of several select functions of libSystem. It accepts descriptors above 1023. The
 * function whose symbol is just {@code select} is not used. On x86_64, that function is old and waits longer than a short
 * time-out says.
 */
final class UnlimitedSelect implements SelectCall {
    private final Symbols symbols;

    UnlimitedSelect(Native libSystem) {
        symbols = libSystem.load(Symbols.class);
    }

    /** Declares the C function under its full symbol. <b>Internal</b>; public because jnr-ffi implements it. */
    public interface Symbols {
        int select$DARWIN_EXTSN(int nfds, long read, long write, long except, long timeout);
    }

    @Override
    public int select(int nfds, long read, long write, long except, long timeout) {
        return symbols.select$DARWIN_EXTSN(nfds, read, write, except, timeout);
    }
}
