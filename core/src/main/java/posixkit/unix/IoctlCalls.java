package posixkit.unix;

/**
 * Declares {@code ioctl}, a variadic function, as if it had exactly three parameters. <b>Internal.</b> jnr-ffi can load this
 * interface everywhere except on macOS on arm64, which passes variadic arguments in another way; {@link VariadicCalls} explains
 * this.
 */
public interface IoctlCalls {
    /** Calls {@code ioctl}. {@code argument} is a number or an address, depending on {@code request}. */
    int ioctl(int fd, long request, long argument);
}
