package posixkit.interop;

import java.util.Optional;
import jnr.constants.Constant;

/**
 * Converts constants between jnr-constants, which represents a constant by an element of an enum, and posixkit, which represents
 * it by its number. For example, {@code Signal.SIGTERM} of jnr-constants is {@code posixkit.constants.Signal.SIGTERM}, which is
 * 15. The methods work for every enum in {@code jnr.constants.platform}, for example {@code Signal}, {@code AddressFamily},
 * {@code SocketOption}, {@code SocketLevel}, {@code Sock}, {@code Fcntl}, {@code RLIMIT} and {@code Sysconf}.
 *
 * <p>If posixkit has a constant of the same name, its number is used, because compilers computed it. Otherwise the number of
 * jnr-constants is used. jnr-constants gives an invented number to a constant that the operating system does not have. These
 * methods never return such a number.
 *
 * <p>{@link Flags} converts a number that several constants are combined in.
 */
public final class JnrConstants {
    private JnrConstants() {}

    /**
     * Returns true if this operating system has {@code constant}. {@code constant.defined()} does not always say so: jnr-constants
     * has no number for a few constants that exist, for example {@code IFF_LOWER_UP} on Linux.
     */
    public static <E extends Enum<E> & Constant> boolean exists(E constant) {
        return Numbers.of(constant.getDeclaringClass()).has(constant);
    }

    /**
     * Returns the number of {@code constant} on this operating system.
     *
     * @throws IllegalArgumentException if this operating system has no such constant, or if its number does not fit into an
     *     {@code int}. Use {@link #toLong} for {@code RLIM}.
     */
    public static <E extends Enum<E> & Constant> int toInt(E constant) {
        long number = toLong(constant);
        if ((int) number != number) {
            throw new IllegalArgumentException("constant: " + constant.name() + " is " + number + ", which is no int");
        }
        return (int) number;
    }

    /**
     * Returns the number of {@code constant} on this operating system. Internet addresses, which are unsigned 32-bit numbers, are
     * returned as the {@code int} with the same bits. For example, {@code INADDR_BROADCAST} is −1.
     *
     * @throws IllegalArgumentException if this operating system has no such constant
     */
    public static <E extends Enum<E> & Constant> long toLong(E constant) {
        return Numbers.of(constant.getDeclaringClass()).number(constant);
    }

    /**
     * Returns the constant of jnr-constants that has {@code number} on this operating system. Returns an empty {@code Optional} if
     * {@code type} has no such constant. The caller then still has the number. If several constants have the number, the one that
     * the {@code valueOf} of jnr-constants returns is preferred, and then the one that {@code type} declares first.
     */
    public static <E extends Enum<E> & Constant> Optional<E> find(Class<E> type, long number) {
        return Optional.ofNullable(Numbers.of(type).constant(number));
    }
}
