package posixkit.darwin;

import posixkit.contract.MetadataContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinMetadataTest extends MetadataContract {
    @Override
    protected long device(long number) {
        return ofJdk(number);
    }

    /** XNU ignores the bit. */
    @Override
    protected int accessOfAnUnknownMode() {
        return 0;
    }

    /** Eight bits of major and twenty-four of minor, and the sum is signed. */
    static long ofJdk(long number) {
        long major = number >>> 8 & 0xFFF;
        long minor = number >>> 12 & 0xFFFF_FF00L | number & 0xFF;
        return (int) (major << 24 | minor);
    }
}
