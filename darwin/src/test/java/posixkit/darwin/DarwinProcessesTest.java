package posixkit.darwin;

import posixkit.contract.ProcessesContract;

class DarwinProcessesTest extends ProcessesContract {
    /** Bytes, where Linux counts KiB. */
    @Override
    protected int maxrssUnit() {
        return 1;
    }
}
