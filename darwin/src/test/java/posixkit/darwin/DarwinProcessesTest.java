package posixkit.darwin;

import posixkit.contract.ProcessesContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinProcessesTest extends ProcessesContract {
    /** Bytes, where Linux counts KiB. */
    @Override
    protected int maxrssUnit() {
        return 1;
    }
}
