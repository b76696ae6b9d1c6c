package posixkit.unix;

import jnr.ffi.provider.jffi.NoX86;

/**
 * Declares the socket functions with six parameters. They have an interface of their own; {@link SpawnCall} explains why.
 * <b>Internal.</b>
 */
public interface SocketSixCalls {
    long sendto(int fd, long buffer, long length, int flags, long to, int toLength);

    long recvfrom(int fd, long buffer, long length, int flags, long from, long fromLength);

    /** Declares the same functions for calls without the x86_64 stub of jnr-ffi, which passes a wrong sixth argument. */
    @NoX86
    interface WithoutStub extends SocketSixCalls {}
}
