package posixkit.system;

/**
 * The names of the operating system and the machine ({@code struct utsname}), as {@link Host#uname()} returns them.
 * {@link Host#newUtsname} creates an empty structure.
 */
public interface Utsname {
    /** Returns the name of the operating system: {@code Linux} on Linux, {@code Darwin} on macOS. */
    String sysname();

    /** Returns the host name of this machine. */
    String nodename();

    /**
     * Returns the release of the kernel, for example {@code 6.1.0-18-amd64}. On macOS this is the release of the Darwin kernel,
     * not the version of macOS.
     */
    String release();

    /** Returns a text that says when and how the kernel was built. */
    String version();

    /**
     * Returns the type of the processor. On an Intel or AMD machine, the type is {@code x86_64}. On an arm64 machine, the type is
     * {@code aarch64} under Linux and {@code arm64} under macOS.
     */
    String machine();

    /** Returns a copy. Later changes of this object do not change the copy. */
    Utsname copy();
}
