package posixkit.unix;

/** {@code ioctl}, which is variadic: see {@link VariadicCalls}. <b>Internal.</b> */
public interface IoctlCalls {
    /** {@code argument} is a number or an address, as {@code request} wants. */
    int ioctl(int fd, long request, long argument);
}
