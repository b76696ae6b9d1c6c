package posixkit.darwin;

/** C functions for variables of the kernel by name. <b>Internal</b>; the rules are {@link posixkit.unix.LibC}'s. */
public interface SysctlNameCalls {
    int sysctlbyname(long name, long old, long oldLength, long value, long length);

    int sysctlnametomib(long name, long mib, long count);
}
