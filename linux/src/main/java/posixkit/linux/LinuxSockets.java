package posixkit.linux;

import static posixkit.onlinux.constants.LinuxMessageFlag.MSG_CMSG_CLOEXEC;
import static posixkit.onlinux.constants.LinuxMessageFlag.MSG_ZEROCOPY;
import static posixkit.onlinux.constants.LinuxSock.SOCK_CLOEXEC;

import posixkit.unix.Bindings;
import posixkit.unix.HandOff;
import posixkit.unix.Result;
import posixkit.unix.UnixSockets;

final class LinuxSockets extends UnixSockets {
    private final LinuxSocketCalls linux;

    LinuxSockets(Bindings bindings) {
        super(bindings, new LinuxSockAddrCodec());
        linux = waiting(bindings);
    }

    static LinuxSocketCalls waiting(Bindings bindings) {
        LinuxSocketCalls calls = bindings.library().load(LinuxSocketCalls.class);
        return (fd, address, length, flags) -> HandOff.needed()
                ? (int) HandOff.call("accept4", () -> calls.accept4(fd, address, length, flags))
                : calls.accept4(fd, address, length, flags);
    }

    @Override
    protected int closeOnExecType() {
        return SOCK_CLOEXEC;
    }

    /** From birth. */
    @Override
    protected void closeOnExec(String call, int... fds) {}

    @Override
    protected int accept(int fd, long address, long length) {
        return Result.negate(linux.accept4(fd, address, length, SOCK_CLOEXEC));
    }

    @Override
    protected int readLater() {
        return MSG_ZEROCOPY;
    }

    @Override
    protected int bornCloseOnExec() {
        return MSG_CMSG_CLOEXEC;
    }

    @Override
    protected boolean setBitsBlock() {
        return true;
    }
}
