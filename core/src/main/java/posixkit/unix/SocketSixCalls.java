package posixkit.unix;

import jnr.ffi.provider.jffi.NoX86;

/** The socket functions of six arguments, apart as {@link SpawnCall} is. <b>Internal.</b> */
public interface SocketSixCalls {
    long sendto(int fd, long buffer, long length, int flags, long to, int toLength);

    long recvfrom(int fd, long buffer, long length, int flags, long from, long fromLength);

    /** By the route that gets the sixth one right on x86_64. */
    @NoX86
    interface WithoutStub extends SocketSixCalls {}
}
