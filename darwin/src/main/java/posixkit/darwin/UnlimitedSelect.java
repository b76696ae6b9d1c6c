package posixkit.darwin;

import posixkit.ffi.Native;
import posixkit.unix.SelectCall;

/**
 * The one of libSystem's selects that takes descriptors beyond 1023. Of the others, the plain one on x86_64 is an old one
 * that makes short waits longer.
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
