package posixkit.unix;

import jnr.ffi.provider.jffi.NoX86;

/**
 * Declares the socket functions with six parameters. <b>Internal.</b> These functions have an interface of their own: on x86_64,
 * such an interface must be loaded in a special way, which {@link SpawnCall} explains.
 */
public interface SocketSixCalls {
    long sendto(int fd, long buffer, long length, int flags, long to, int toLength);

    long recvfrom(int fd, long buffer, long length, int flags, long from, long fromLength);

    /**
     * The same interface for x86_64. The annotation {@code @NoX86} tells jnr-ffi not to use its machine-code stub, which passes a
     * wrong sixth argument.
     */
    @NoX86
    interface WithoutStub extends SocketSixCalls {}
}
