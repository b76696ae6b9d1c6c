package posixkit.darwin;

import static posixkit.constants.Errno.EPERM;

import posixkit.contract.NamesContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinNamesTest extends NamesContract {
    @Override
    protected boolean linkFollows() {
        return true;
    }

    @Override
    protected int unlinkOfADirectory() {
        return EPERM;
    }
}
