package posixkit.darwin;

import posixkit.Posix;
import posixkit.contract.NullsContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinNullsTest extends NullsContract {
    @Override
    protected Posix posix() {
        return Posix.get();
    }
}
