package posixkit.ondarwin;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Names;
import posixkit.Outcome;

/**
 * Reads and sets variables of the kernel. Each variable has a name, for example {@code hw.memsize}. Each variable is also
 * identified by a list of integers. For many variables, {@link posixkit.ondarwin.constants.DarwinSysctl} has constants for these
 * integers, for example {@code CTL_HW, HW_MEMSIZE}.
 */
public interface Sysctl {
    /**
     * Returns the value of a variable as bytes. The list of integers {@code name} identifies the variable.
     *
     * <p>{@code int sysctl(int *name, u_int namelen, void *oldp, size_t *oldlenp, void *newp, size_t newlen)} {@index sysctl}
     *
     * <p>The value of some variables is a C structure or a list of C structures. For example,
     * {@code CTL_KERN, KERN_PROC, KERN_PROC_ALL} lists all processes. Apple may change the layouts of these structures.
     *
     * <p>This method first reads the length of the value, then the value. If the value grows between the two reads, this method
     * starts again.
     *
     * @throws ErrnoException ENOENT: no such variable, or {@code name} identifies a group of variables (a group has no value);
     *     EISDIR: {@code name} has too many integers for this variable; EINVAL: the variable does not accept the integers in
     *     {@code name}, or {@code name} does not have two to twelve integers; EPERM: this user may not read the variable; ENOMEM:
     *     the value grows faster than this method can read it
     */
    @Call("sysctl(3)")
    byte[] sysctl(int... name) throws ErrnoException;

    /**
     * Sets a variable to the bytes {@code value}. The list of integers {@code name} identifies the variable. If the value is
     * text, pass it without a NUL byte at the end.
     *
     * <p>{@code int sysctl(int *name, u_int namelen, void *oldp, size_t *oldlenp, void *newp, size_t newlen)}
     *
     * @throws ErrnoException EPERM: the user is not root, or the variable is read-only; EINVAL: {@code value} has the wrong
     *     length; ENOENT, EISDIR: same meaning as in {@link #sysctl(int...)}
     */
    @Call("sysctl(3)")
    default void sysctl(int[] name, byte[] value) throws ErrnoException {
        Outcome.ofPath("sysctl", dotted(name), sysctlOrErrno(name, value));
    }

    /** Same as {@link #sysctl(int[], byte[])}, but returns 0 or −errno. */
    int sysctlOrErrno(int[] name, byte[] value);

    /**
     * Returns the value of the variable {@code name} as bytes.
     *
     * <p>{@code int sysctlbyname(const char *name, void *oldp, size_t *oldlenp, void *newp, size_t newlen)} {@index sysctlbyname}
     *
     * <p>{@link #sysctl(int...)} reads the same variables by their integers. For some variables, {@code sysctl} and
     * {@code sysctlbyname} return values of different lengths. For example, the size of a memory page has eight bytes as
     * {@code hw.pagesize}, but four bytes as {@code CTL_HW, HW_PAGESIZE}.
     *
     * @throws ErrnoException the errnos of {@link #sysctl(int...)}
     */
    @Call("sysctlbyname(3)")
    byte[] sysctlbyname(String name) throws ErrnoException;

    /**
     * Sets the variable {@code name} to the bytes {@code value}. If the value is text, pass it without a NUL byte at the end.
     *
     * <p>{@code int sysctlbyname(const char *name, void *oldp, size_t *oldlenp, void *newp, size_t newlen)}
     *
     * @throws ErrnoException the errnos of {@link #sysctl(int[], byte[])}
     */
    @Call("sysctlbyname(3)")
    default void sysctlbyname(String name, byte[] value) throws ErrnoException {
        Outcome.ofPath("sysctlbyname", name, sysctlbynameOrErrno(name, value));
    }

    /** Same as {@link #sysctlbyname(String, byte[])}, but returns 0 or −errno. */
    int sysctlbynameOrErrno(String name, byte[] value);

    /**
     * Returns the integers that identify the variable {@code name}.
     *
     * <p>{@code int sysctlnametomib(const char *name, int *mibp, size_t *sizep)} {@index sysctlnametomib}
     *
     * <p>Reading a variable by its integers is faster than reading it by its name. Therefore, use this method if you read a
     * variable often. For some variables, the returned integers are only the beginning of the list. The caller must append the
     * rest, for example a pid.
     *
     * <p>{@link posixkit.ondarwin.constants.DarwinSysctl} has constants for the integers of many variables. An integer without a
     * constant may have another value after macOS restarts. Do not save such an integer permanently.
     *
     * @throws ErrnoException ENOENT: no variable has this name
     */
    @Call("sysctlnametomib(3)")
    int[] sysctlnametomib(String name) throws ErrnoException;

    /**
     * Returns the value of the variable {@code name}, which must be a time: {@code kern.boottime} is the time at which the kernel
     * started.
     *
     * <p>{@code struct timeval} as the value of {@code sysctlbyname}
     *
     * @throws ErrnoException the errnos of {@link #sysctlbyname(String)}
     * @throws IllegalArgumentException if the value has the length of another type
     */
    @Call("sysctlbyname(3)")
    Instant time(String name) throws ErrnoException;

    /**
     * Returns the rates of the kernel's clocks, the value of {@code kern.clockrate}.
     *
     * <p>{@code struct clockinfo} as the value of {@code sysctl} {@index KERN_CLOCKRATE}
     *
     * @throws ErrnoException the errnos of {@link #sysctl(int...)}
     */
    @Call("sysctl(3)")
    Clockrate clockrate() throws ErrnoException;

    /**
     * Returns processes. The integers after {@code CTL_KERN, KERN_PROC} say which: {@code KERN_PROC_ALL}, or for example
     * {@code KERN_PROC_PID} and a pid. The list is empty if there is no such process. It cannot be changed.
     *
     * <p>{@code struct kinfo_proc[]} as the value of {@code sysctl} {@index KERN_PROC}
     *
     * @throws ErrnoException the errnos of {@link #sysctl(int...)}
     * @throws IllegalArgumentException if the value is no list of processes
     */
    @Call("sysctl(3)")
    List<KinfoProcess> processes(int... name) throws ErrnoException;

    /**
     * Returns the value of a variable. The list of integers {@code name} identifies the variable. The value must be a signed
     * number of four or eight bytes.
     */
    default long number(int... name) throws ErrnoException {
        return asNumber(sysctl(name));
    }

    /** Returns the value of the variable {@code name}. The value must be a signed number of four or eight bytes. */
    default long number(String name) throws ErrnoException {
        return asNumber(sysctlbyname(name));
    }

    /**
     * Returns the value of a variable. The list of integers {@code name} identifies the variable. The value must be text.
     * {@link Names} defines how bytes that are not UTF-8 are converted to characters.
     */
    default String text(int... name) throws ErrnoException {
        return asText(sysctl(name));
    }

    /**
     * Returns the value of the variable {@code name}. The value must be text. {@link Names} defines how bytes that are not UTF-8
     * are converted to characters.
     */
    default String text(String name) throws ErrnoException {
        return asText(sysctlbyname(name));
    }

    /**
     * Sets the variable {@code name} to the number {@code value}. The variable must hold a number of four or eight bytes. This
     * method first reads the variable to find out its length.
     *
     * @throws IllegalArgumentException if the length of the variable is neither four nor eight bytes; or if the length is four
     *     bytes, and {@code value} does not fit into four bytes
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
     * Sets the variable {@code name} to the text {@code value}. The variable must hold text. Afterwards, {@link #text(String)}
     * returns the same text.
     *
     * @throws IllegalArgumentException if {@code value} cannot be converted to bytes by the rules of {@link Names}, for example
     *     because it contains a NUL
     */
    default void set(String name, String value) throws ErrnoException {
        sysctlbyname(name, Names.bytes(Names.requireName("value", value)));
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
