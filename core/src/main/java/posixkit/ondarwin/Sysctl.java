package posixkit.ondarwin;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import posixkit.Call;
import posixkit.ErrnoException;

/**
 * The kernel's variables: by name, {@code hw.memsize}, and by the numbers of {@link posixkit.ondarwin.constants.DarwinSysctl},
 * {@code CTL_HW, HW_MEMSIZE}. Many have a name alone.
 */
public interface Sysctl {
    /**
     * {@code int sysctl(int *name, u_int namelen, void *oldp, size_t *oldlenp, void *newp, size_t newlen)} {@index sysctl}
     *
     * <p>A variable, whole, as bytes. Some are structures, with processes ({@code CTL_KERN, KERN_PROC, KERN_PROC_ALL}) a
     * list of them, which Apple does not promise to leave as they are.
     *
     * <p>The kernel is first asked how long it is, and again when it has grown since.
     *
     * @throws ErrnoException ENOENT: no such variable, or there are others below it; EISDIR: more numbers than it has;
     *     EINVAL: fewer than two numbers, more than twelve, or not those it takes; EPERM: not ours to read; ENOMEM: it
     *     grows faster than it can be read
     */
    @Call("sysctl(3)")
    byte[] sysctl(int... name) throws ErrnoException;

    /**
     * {@code int sysctl(int *name, u_int namelen, void *oldp, size_t *oldlenp, void *newp, size_t newlen)}
     *
     * <p>Sets a variable. Text goes without its NUL.
     *
     * @throws ErrnoException EPERM: not root, or nobody may; EINVAL: not as long as it has to be; ENOENT, EISDIR: as above
     */
    @Call("sysctl(3)")
    void sysctl(int[] name, byte[] value) throws ErrnoException;

    /**
     * {@code int sysctlbyname(const char *name, void *oldp, size_t *oldlenp, void *newp, size_t newlen)}
     * {@index sysctlbyname}
     *
     * <p>{@link #sysctl(int...)} by name. What has both need not be as wide: {@code hw.pagesize} has eight bytes, and by
     * its number, {@code HW_PAGESIZE}, four.
     *
     * @throws ErrnoException as {@link #sysctl(int...)}
     */
    @Call("sysctlbyname(3)")
    byte[] sysctlbyname(String name) throws ErrnoException;

    /**
     * {@code int sysctlbyname(const char *name, void *oldp, size_t *oldlenp, void *newp, size_t newlen)}
     *
     * <p>{@link #sysctl(int[], byte[])} by name.
     *
     * @throws ErrnoException as {@link #sysctl(int[], byte[])}
     */
    @Call("sysctlbyname(3)")
    void sysctlbyname(String name, byte[] value) throws ErrnoException;

    /**
     * {@code int sysctlnametomib(const char *name, int *mibp, size_t *sizep)} {@index sysctlnametomib}
     *
     * <p>The numbers behind a name: for who asks often, and for what takes more of them. Those that no header has a name
     * for are good until the next start of the system.
     *
     * @throws ErrnoException ENOENT: no such name
     */
    @Call("sysctlnametomib(3)")
    int[] sysctlnametomib(String name) throws ErrnoException;

    /** {@link #sysctl(int...)} of a number, of four bytes or of eight as the kernel has it, with its sign. */
    default long number(int... name) throws ErrnoException {
        return asNumber(sysctl(name));
    }

    /** {@link #sysctlbyname(String)} of a number, of four bytes or of eight as the kernel has it, with its sign. */
    default long number(String name) throws ErrnoException {
        return asNumber(sysctlbyname(name));
    }

    /** {@link #sysctl(int...)} of text. */
    default String text(int... name) throws ErrnoException {
        return asText(sysctl(name));
    }

    /** {@link #sysctlbyname(String)} of text. */
    default String text(String name) throws ErrnoException {
        return asText(sysctlbyname(name));
    }

    /**
     * Sets a number, of four bytes or of eight as the kernel has it: it is read before.
     *
     * @throws IllegalArgumentException it has neither, or four and {@code value} wants more
     */
    default void set(String name, long value) throws ErrnoException {
        int width = sysctlbyname(name).length;
        ByteBuffer bytes = ByteBuffer.allocate(width).order(ByteOrder.nativeOrder());
        if (width == Long.BYTES) {
            bytes.putLong(value);
        } else if (width == Integer.BYTES && value == (int) value) {
            bytes.putInt((int) value);
        } else {
            throw new IllegalArgumentException(name + " has " + width + " bytes, too few or too many for " + value);
        }
        sysctlbyname(name, bytes.array());
    }

    /** Sets text. */
    default void set(String name, String value) throws ErrnoException {
        sysctlbyname(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static long asNumber(byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.nativeOrder());
        return switch (value.length) {
            case Integer.BYTES -> bytes.getInt();
            case Long.BYTES -> bytes.getLong();
            default -> throw new IllegalArgumentException(value.length + " bytes, which is no number");
        };
    }

    private static String asText(byte[] value) {
        String text = new String(value, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}
