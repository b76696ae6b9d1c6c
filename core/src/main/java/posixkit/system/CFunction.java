package posixkit.system;

/** A function of the C library, found by {@link Symbols#function}. It is valid for as long as the process lives. */
public interface CFunction {
    /** Returns the name in C: {@code "stat"}. */
    String name();

    /** Returns the symbol in the library: usually the name; on macOS sometimes another, such as {@code "stat$INODE64"}. */
    String symbol();

    /** Returns the address; 0 if this release of the system lacks the function. */
    long address();

    /**
     * Returns the kinds of the result and the parameters: {@code "s64 (s32, ptr, u64, s64)"} for {@code pread}. Behind dots, the caller
     * chooses.
     */
    String prototype();
}
