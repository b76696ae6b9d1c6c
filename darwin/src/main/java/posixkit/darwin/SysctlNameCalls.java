package posixkit.darwin;

/**
 * Binds the C functions for kernel variables that are identified by name. <b>Internal.</b> Methods have the names of their C
 * functions, and pointers are {@code long}; {@link posixkit.unix.LibC} explains all rules.
 */
public interface SysctlNameCalls {
    int sysctlbyname(long name, long old, long oldLength, long value, long length);

    int sysctlnametomib(long name, long mib, long count);
}
