package posixkit.interop;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import jnr.constants.Constant;

/**
 * A number that several constants of jnr-constants are combined in, for example the flags of {@code open}:
 *
 * <pre>{@code
 * int flags = Flags.toInt(Set.of(OpenFlags.O_WRONLY, OpenFlags.O_CREAT));
 * Flags<OpenFlags> parts = Flags.of(OpenFlags.class, flags); // O_WRONLY|O_CREAT
 * }</pre>
 *
 * @param constants the constants, each of which is a part of the number. A constant whose bits all belong to another constant of
 *     the set is not in the set: {@code O_SYNC} on Linux contains {@code O_DSYNC}.
 * @param rest the bits that belong to no constant of jnr-constants, or 0
 */
public record Flags<E extends Enum<E> & Constant>(Set<E> constants, int rest) {
    /** Copies the set. */
    public Flags {
        constants = constants.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(constants));
    }

    /**
     * Takes {@code number} apart. The constants of the result and its {@link #rest} together are exactly {@code number}. Constants
     * that are 0, for example {@code O_RDONLY}, and masks, for example {@code O_ACCMODE}, are never part of the result.
     */
    public static <E extends Enum<E> & Constant> Flags<E> of(Class<E> type, int number) {
        EnumSet<E> found = EnumSet.noneOf(type);
        int rest = number;
        for (E flag : Numbers.of(type).flags()) {
            int bits = JnrConstants.toInt(flag);
            if ((rest & bits) == bits) {
                found.add(flag);
                rest &= ~bits;
            }
        }
        return new Flags<>(found, rest);
    }

    /**
     * Returns the number in which {@code constants} are combined.
     *
     * @throws IllegalArgumentException if this operating system does not have one of the constants
     */
    public static <E extends Enum<E> & Constant> int toInt(Collection<E> constants) {
        Objects.requireNonNull(constants, "constants");
        int number = 0;
        for (E constant : constants) {
            number |= JnrConstants.toInt(constant);
        }
        return number;
    }

    /** Returns the number that {@link #constants} and {@link #rest} are combined in. */
    public int toInt() {
        return toInt(constants) | rest;
    }

    /** Returns the names of the constants and the rest in hexadecimal, for example {@code O_WRONLY|O_CREAT|0x40000000}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (E constant : constants) {
            text.append(text.isEmpty() ? "" : "|").append(constant.name());
        }
        if (rest != 0) {
            text.append(text.isEmpty() ? "" : "|").append("0x").append(Integer.toHexString(rest));
        }
        return text.isEmpty() ? "0" : text.toString();
    }
}
