package posixkit.unix;

import jnr.ffi.provider.jffi.NoX86;

/** The socket functions of six arguments. <b>Internal.</b> jnr-ffi's stub on x86_64 gets the sixth argument wrong. */
public interface SocketSixCalls {
    long sendto(int fd, long buffer, long length, int flags, long to, int toLength);

    long recvfrom(int fd, long buffer, long length, int flags, long from, long fromLength);

    /** Binds the same functions without that stub. */
    @NoX86
    interface WithoutStub extends SocketSixCalls {}
}
