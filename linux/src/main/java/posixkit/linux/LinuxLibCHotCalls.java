package posixkit.linux;

import posixkit.unix.HandOff;
import posixkit.unix.LibC;
import posixkit.unix.LibCHotCalls;
import posixkit.unix.Result;
import posixkit.unix.StatCalls;
import posixkit.unix.VariadicCalls;

/** Implements {@link LinuxHotCalls} with libc's functions, which jnr-ffi calls. */
final class LinuxLibCHotCalls extends LibCHotCalls implements LinuxHotCalls {
    private final LinuxLibC linux;

    LinuxLibCHotCalls(LibC libc, VariadicCalls variadic, StatCalls stats, LinuxLibC linux) {
        super(libc, variadic, stats);
        this.linux = linux;
    }

    @Override
    public int epollCtl(int epfd, int op, int fd, long event) {
        return Result.negate(linux.epoll_ctl(epfd, op, fd, event));
    }

    @Override
    public int epollWait(int epfd, long events, int maxevents, int timeout) {
        return (int) Result.negate(
                timeout != 0 && HandOff.needed()
                        ? HandOff.call("epoll_wait", () -> linux.epoll_wait(epfd, events, maxevents, timeout))
                        : linux.epoll_wait(epfd, events, maxevents, timeout));
    }
}
