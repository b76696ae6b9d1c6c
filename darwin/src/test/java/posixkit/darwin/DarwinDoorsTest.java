package posixkit.darwin;

import java.util.function.Function;
import posixkit.Posix;
import posixkit.contract.DoorsContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinDoorsTest extends DoorsContract {
    @Override
    protected Function<Posix, Object> ours() {
        return Posix::onDarwin;
    }

    @Override
    protected Function<Posix, Object> theirs() {
        return Posix::onLinux;
    }
}
