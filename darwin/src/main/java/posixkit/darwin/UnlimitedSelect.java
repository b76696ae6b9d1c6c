package posixkit.darwin;

import posixkit.ffi.Native;
import posixkit.unix.SelectCall;

/**
 * The select of libSystem that accepts descriptors above 1023. libSystem has others; on x86_64 the plain one is old and lengthens short
 * waits.
 */
final class UnlimitedSelect implements SelectCall {
    private final Symbols symbols;

    UnlimitedSelect(Native libSystem) {
        symbols = libSystem.load(Symbols.class);
    }

    /** <b>Internal</b>; public for jnr-ffi. */
    public interface Symbols {
        int select$DARWIN_EXTSN(int nfds, long read, long write, long except, long timeout);
    }

    @Override
    public int select(int nfds, long read, long write, long except, long timeout) {
        return symbols.select$DARWIN_EXTSN(nfds, read, write, except, timeout);
    }
}
