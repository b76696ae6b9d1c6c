package posixkit.system;

/** A function of the C library as {@link Symbols#function} has found it. It is good for as long as the process lives. */
public interface CFunction {
    /** What C programs call it: {@code "stat"}. */
    String name();

    /** What the library calls it: the same, but for some of macOS's: {@code "stat$INODE64"}. */
    String symbol();

    /** Where it lies; 0 where this release of the system has none. */
    long address();

    /**
     * Its result and parameters by their kinds: {@code "s64 (s32, ptr, u64, s64)"} is that of {@code pread}. Those that stand
     * behind dots are of the caller's choice.
     */
    String prototype();
}
