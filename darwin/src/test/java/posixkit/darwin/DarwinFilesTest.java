package posixkit.darwin;

import static posixkit.constants.Errno.EPERM;

import posixkit.contract.FilesContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinFilesTest extends FilesContract {
    @Override
    protected int unlinkOfADirectory() {
        return EPERM;
    }
}
