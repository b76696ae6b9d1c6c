package posixkit.benchmarks;

import java.util.ArrayList;
import java.util.List;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/** Calls through jnr-posix. */
final class JnrPosix {
    static final POSIX POSIX = POSIXFactory.getNativePOSIX();

    private static final List<Object> KEPT = new ArrayList<>();

    private JnrPosix() {}

    /** Returns a part of a {@code MsgHdr}, which is never freed: the {@code MsgHdr} knows nothing but the address of its parts. */
    static <T> T kept(T part) {
        KEPT.add(part);
        return part;
    }

    /** Returns the result of a call, or −errno if the call failed. */
    static long value(long result) {
        return result == -1 ? -POSIX.errno() : result;
    }
}
