package posixkit.linux;

import posixkit.contract.SocketOptionsContract;

class LinuxSocketOptionsTest extends SocketOptionsContract {
    /** The kernel adds memory for its own use. */
    @Override
    protected int sizeOf(int set) {
        return 2 * set;
    }

    @Override
    protected int on(int name) {
        return 1;
    }

    @Override
    protected int lingersInASecond() {
        return 1;
    }
}
