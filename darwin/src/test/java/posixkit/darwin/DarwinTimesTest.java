package posixkit.darwin;

import static posixkit.constants.Errno.EACCES;

import posixkit.contract.TimesContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinTimesTest extends TimesContract {
    /** The member has 32 bits. */
    @Override
    protected long[] noMicros() {
        return new long[] {-1, 1_000_000, 1_073_741_823, Integer.MAX_VALUE, Integer.MIN_VALUE};
    }

    /** XNU leaves that to the file system, and APFS's sources are not public. */
    @Override
    protected boolean refusesWrongNanoseconds() {
        return MacOs.isStandIn();
    }

    @Override
    protected boolean refusesUnknownFlags() {
        return false;
    }

    @Override
    protected int timesNotOurs() {
        return EACCES;
    }
}
