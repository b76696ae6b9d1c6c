package posixkit.darwin;

import posixkit.contract.AccessContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinAccessTest extends AccessContract {
    /** XNU ignores the bit. */
    @Override
    protected int accessOfAnUnknownMode() {
        return 0;
    }
}
