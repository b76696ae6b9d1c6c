package posixkit.unix;

/** {@code ioctl}, which is variadic like {@link VariadicCalls}. <b>Internal.</b> */
public interface IoctlCalls {
    /** {@code argument} is a number or an address, depending on {@code request}. */
    int ioctl(int fd, long request, long argument);
}
