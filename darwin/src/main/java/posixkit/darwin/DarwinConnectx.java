package posixkit.darwin;

import static posixkit.constants.Errno.ENOSYS;
import static posixkit.ondarwin.constants.DarwinSock.SAE_ASSOCID_ANY;

import posixkit.ffi.Native;
import posixkit.unix.HandOff;

/** Calls {@code connectx}. It has eight arguments, two more than the generated bindings pass. */
final class DarwinConnectx {
    private static final String NAME = "connectx";

    private final long address;

    DarwinConnectx(Native library) {
        address = library.symbol(NAME);
    }

    /**
     * Returns 0 or −errno.
     *
     * @param endpoints the address of a {@code struct sa_endpoints}
     * @param iov the address of {@code iovcnt} elements, or 0
     * @param len the address where the kernel stores how many bytes it took, or 0
     */
    int connectx(int fd, long endpoints, int flags, long iov, int iovcnt, long len) {
        if (address == 0) {
            return -ENOSYS;
        }
        return HandOff.needed()
                ? (int) HandOff.call(NAME, () -> call(fd, endpoints, flags, iov, iovcnt, len))
                : call(fd, endpoints, flags, iov, iovcnt, len);
    }

    private int call(int fd, long endpoints, int flags, long iov, int iovcnt, long len) {
        int result = (int) Native.callEight(address, fd, endpoints, SAE_ASSOCID_ANY, flags, iov, iovcnt, len, 0);
        return result == -1 ? -Native.errno() : result;
    }
}
