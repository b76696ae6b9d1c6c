package posixkit.system;

/**
 * A function of the C library. {@link Symbols#function} returns an object of this type. The object can be used until the process
 * ends.
 */
public interface CFunction {
    /** Returns the name of the function in C, for example {@code "stat"}. */
    String name();

    /**
     * Returns the symbol under which the C library exports the function. Usually the symbol is the name of the function. On macOS
     * the symbol is sometimes different, for example {@code "stat$INODE64"}.
     */
    String symbol();

    /** Returns the address of the function, or 0 if this release of the operating system does not have the function. */
    long address();

    /**
     * Returns the types of the result and the parameters, for example {@code "s64 (s32, ptr, u64, s64)"} for {@code pread}. Here
     * {@code s64} is a signed integer of 64 bits, {@code u64} an unsigned integer of 64 bits, and {@code ptr} a pointer. If the
     * parameters end with {@code ...}, the function is variadic: the caller may pass more arguments, up to six in total.
     */
    String prototype();
}
