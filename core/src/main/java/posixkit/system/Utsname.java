package posixkit.system;

/**
 * What the system and the machine are called ({@code struct utsname}). Filled by {@link Host#uname}; made by
 * {@link Host#newUtsname}.
 */
public interface Utsname {
    /** The system: {@code Linux}, {@code Darwin}. */
    String sysname();

    /** This host's name. */
    String nodename();

    /** The kernel's release: {@code 6.1.0-18-amd64}. On macOS it is Darwin's, not the one of the product. */
    String release();

    /** When and how the kernel was built. */
    String version();

    /** The processor: {@code x86_64}; for arm64 {@code aarch64} on Linux, {@code arm64} on macOS. */
    String machine();

    /** Returns a copy, which later calls on this one do not change. */
    Utsname copy();
}
