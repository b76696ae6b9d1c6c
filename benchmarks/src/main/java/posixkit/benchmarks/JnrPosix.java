package posixkit.benchmarks;

import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/** Calls through jnr-posix. */
final class JnrPosix {
    static final POSIX POSIX = POSIXFactory.getNativePOSIX();

    private JnrPosix() {}

    /** Returns the result of a call, or −errno if the call failed. */
    static long value(long result) {
        return result == -1 ? -POSIX.errno() : result;
    }
}
