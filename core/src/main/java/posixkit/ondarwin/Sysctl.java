package posixkit.ondarwin;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Names;
import posixkit.Outcome;

/**
 * Reads and sets variables of the kernel. A variable has a name, {@code hw.memsize}. Many also have numbers in
 * {@link posixkit.ondarwin.constants.DarwinSysctl}: {@code CTL_HW, HW_MEMSIZE}.
 */
public interface Sysctl {
    /**
     * Returns the bytes of a variable.
     *
     * <p>{@code int sysctl(int *name, u_int namelen, void *oldp, size_t *oldlenp, void *newp, size_t newlen)} {@index sysctl}
     *
     * <p>Some variables are structures, or lists of structures: {@code CTL_KERN, KERN_PROC, KERN_PROC_ALL} lists the processes. Apple
     * does not promise to keep their layouts.
     *
     * <p>This method reads the length first. It starts again if the variable has grown in between.
     *
     * @throws ErrnoException ENOENT: no such variable, or it contains variables and has no value; EISDIR: too many numbers; EINVAL:
     *     less than two or more than twelve numbers, or numbers that it does not accept; EPERM: not readable by this user; ENOMEM:
     *     it grows faster than it can be read
     */
    @Call("sysctl(3)")
    byte[] sysctl(int... name) throws ErrnoException;

    /**
     * Sets a variable. Pass text without a NUL.
     *
     * <p>{@code int sysctl(int *name, u_int namelen, void *oldp, size_t *oldlenp, void *newp, size_t newlen)}
     *
     * @throws ErrnoException EPERM: not root, or the variable is read-only; EINVAL: {@code value} has the wrong length; ENOENT,
     *     EISDIR: as for {@link #sysctl(int...)}
     */
    @Call("sysctl(3)")
    default void sysctl(int[] name, byte[] value) throws ErrnoException {
        Outcome.ofPath("sysctl", dotted(name), sysctlOrErrno(name, value));
    }

    /** Same as {@link #sysctl(int[], byte[])}, but returns 0 or −errno. */
    int sysctlOrErrno(int[] name, byte[] value);

    /**
     * Returns the bytes of the variable of this name.
     *
     * <p>{@code int sysctlbyname(const char *name, void *oldp, size_t *oldlenp, void *newp, size_t newlen)}
     * {@index sysctlbyname}
     *
     * <p>The same variable may have another width by name and by number: {@code hw.pagesize} has eight bytes, {@code HW_PAGESIZE}
     * four.
     *
     * @throws ErrnoException as for {@link #sysctl(int...)}
     */
    @Call("sysctlbyname(3)")
    byte[] sysctlbyname(String name) throws ErrnoException;

    /**
     * Sets the variable of this name. Pass text without a NUL.
     *
     * <p>{@code int sysctlbyname(const char *name, void *oldp, size_t *oldlenp, void *newp, size_t newlen)}
     *
     * @throws ErrnoException as for {@link #sysctl(int[], byte[])}
     */
    @Call("sysctlbyname(3)")
    default void sysctlbyname(String name, byte[] value) throws ErrnoException {
        Outcome.ofPath("sysctlbyname", name, sysctlbynameOrErrno(name, value));
    }

    /** Same as {@link #sysctlbyname(String, byte[])}, but returns 0 or −errno. */
    int sysctlbynameOrErrno(String name, byte[] value);

    /**
     * Returns the numbers of the variable of this name.
     *
     * <p>{@code int sysctlnametomib(const char *name, int *mibp, size_t *sizep)} {@index sysctlnametomib}
     *
     * <p>Use it to read a variable often, or to append numbers. Numbers without a constant may change when the system restarts.
     *
     * @throws ErrnoException ENOENT: no such name
     */
    @Call("sysctlnametomib(3)")
    int[] sysctlnametomib(String name) throws ErrnoException;

    /** Returns a variable that is a signed number of four or eight bytes. */
    default long number(int... name) throws ErrnoException {
        return asNumber(sysctl(name));
    }

    /** Returns the variable of this name, which is a signed number of four or eight bytes. */
    default long number(String name) throws ErrnoException {
        return asNumber(sysctlbyname(name));
    }

    /** Returns a variable that is text. Bytes that are not UTF-8 appear as in {@link Names}. */
    default String text(int... name) throws ErrnoException {
        return asText(sysctl(name));
    }

    /** Returns the variable of this name, which is text. Bytes that are not UTF-8 appear as in {@link Names}. */
    default String text(String name) throws ErrnoException {
        return asText(sysctlbyname(name));
    }

    /**
     * Sets a variable that is a number of four or eight bytes. This method reads it first to learn its width.
     *
     * @throws IllegalArgumentException if it has another width, or {@code value} does not fit into four bytes
     */
    default void set(String name, long value) throws ErrnoException {
        int width = sysctlbyname(name).length;
        ByteBuffer bytes = ByteBuffer.allocate(width).order(ByteOrder.nativeOrder());
        if (width == Long.BYTES) {
            bytes.putLong(value);
        } else if (width == Integer.BYTES && value == (int) value) {
            bytes.putInt((int) value);
        } else {
            throw new IllegalArgumentException("value: " + value + " is no number of " + width + " bytes");
        }
        sysctlbyname(name, bytes.array());
    }

    /**
     * Sets a variable that is text. {@link #text(String)} would return the same text.
     *
     * @throws IllegalArgumentException if no bytes decode to {@code value} ({@link Names})
     */
    default void set(String name, String value) throws ErrnoException {
        sysctlbyname(name, bytesOf(value));
    }

    private static byte[] bytesOf(String value) {
        try {
            return Names.bytes(Objects.requireNonNull(value, "value"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("value: no bytes decode to this text", e);
        }
    }

    private static long asNumber(byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.nativeOrder());
        return switch (value.length) {
            case Integer.BYTES -> bytes.getInt();
            case Long.BYTES -> bytes.getLong();
            default ->
                throw new IllegalArgumentException("the variable is no number: it has " + value.length + " bytes");
        };
    }

    private static String asText(byte[] value) {
        int length = 0;
        while (length < value.length && value[length] != 0) {
            length++;
        }
        return Names.of(Arrays.copyOf(value, length));
    }

    private static String dotted(int[] name) {
        return name == null
                ? null
                : Arrays.stream(name).mapToObj(Integer::toString).collect(Collectors.joining("."));
    }
}
