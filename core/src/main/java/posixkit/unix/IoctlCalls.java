package posixkit.unix;

/**
 * Declares {@code ioctl}. This function is variadic; {@link VariadicCalls} says on which processors such a binding is correct.
 * <b>Internal.</b>
 */
public interface IoctlCalls {
    /** Calls {@code ioctl}. {@code argument} is a number or an address, depending on {@code request}. */
    int ioctl(int fd, long request, long argument);
}
