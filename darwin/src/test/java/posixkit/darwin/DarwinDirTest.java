package posixkit.darwin;

import static posixkit.constants.Errno.EINVAL;

import posixkit.contract.DirContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinDirTest extends DirContract {
    @Override
    protected int readOfNoDirectory() {
        return EINVAL;
    }
}
