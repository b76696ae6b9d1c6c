package posixkit.linux;

import java.util.function.Function;
import posixkit.Posix;
import posixkit.contract.DoorsContract;

class LinuxDoorsTest extends DoorsContract {
    @Override
    protected Function<Posix, Object> ours() {
        return Posix::onLinux;
    }

    @Override
    protected Function<Posix, Object> theirs() {
        return Posix::onDarwin;
    }
}
