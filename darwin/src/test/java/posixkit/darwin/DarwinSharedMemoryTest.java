package posixkit.darwin;

import posixkit.contract.SharedMemoryContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinSharedMemoryTest extends SharedMemoryContract {
    @Override
    protected int insideAPage() {
        return 0;
    }
}
