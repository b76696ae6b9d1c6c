package posixkit.unix;

import jnr.ffi.provider.jffi.NoX86;

/** What {@link SixArguments} is, for sockets. <b>Internal.</b> */
public interface SocketSixCalls {
    long sendto(int fd, long buffer, long length, int flags, long to, int toLength);

    long recvfrom(int fd, long buffer, long length, int flags, long from, long fromLength);

    /** By the route that gets the sixth one right on x86_64. */
    @NoX86
    interface WithoutStub extends SocketSixCalls {}
}
