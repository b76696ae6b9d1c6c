package posixkit.unix;

import jnr.ffi.provider.jffi.NoX86;

/** The socket functions with six arguments: see {@link SpawnCall}. <b>Internal.</b> */
public interface SocketSixCalls {
    long sendto(int fd, long buffer, long length, int flags, long to, int toLength);

    long recvfrom(int fd, long buffer, long length, int flags, long from, long fromLength);

    /** The route that passes the sixth argument correctly on x86_64. */
    @NoX86
    interface WithoutStub extends SocketSixCalls {}
}
