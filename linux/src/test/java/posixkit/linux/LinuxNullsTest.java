package posixkit.linux;

import posixkit.Posix;
import posixkit.contract.NullsContract;

class LinuxNullsTest extends NullsContract {
    @Override
    protected Posix posix() {
        return Posix.get();
    }
}
