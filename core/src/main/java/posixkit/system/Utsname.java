package posixkit.system;

/**
 * The names of the system and the machine ({@code struct utsname}), as {@link Host#uname()} returns them. {@link Host#newUtsname} makes
 * an empty structure.
 */
public interface Utsname {
    /** Returns the name of the system: {@code Linux}, {@code Darwin}. */
    String sysname();

    /** Returns the name of this host. */
    String nodename();

    /** Returns the release of the kernel: {@code 6.1.0-18-amd64}. On macOS this is Darwin's release, not the product's. */
    String release();

    /** Returns when and how the kernel was built. */
    String version();

    /** Returns the kind of processor: {@code x86_64}; for arm64, {@code aarch64} on Linux and {@code arm64} on macOS. */
    String machine();

    /** Returns a copy, which later calls on this one do not change. */
    Utsname copy();
}
