package posixkit;

import java.util.Locale;

/**
 * The four platforms that posixkit supports: Linux and macOS, each on x86_64 and aarch64. Many numbers, for example the offsets
 * of structure members, differ between the platforms. To choose such a number, the library tests a flag such as
 * {@link #IS_LINUX}. The library tests the flag only once for each number. After that, the JIT compiler treats the number as a
 * constant.
 *
 * <p>The current target is the platform whose numbers the library uses: normally the platform of this machine. The system
 * property {@value #PROPERTY} selects another target. Only tests need this property: on Linux, they run code that is written for
 * macOS. Programs should not set the property.
 */
public enum Target {
    LINUX_X86_64("linux-x86_64"),
    LINUX_AARCH64("linux-aarch64"),
    DARWIN_X86_64("darwin-x86_64"),
    DARWIN_AARCH64("darwin-aarch64");

    /** The name of the system property that selects a target other than the platform of this machine. */
    public static final String PROPERTY = "posixkit.target";

    private static final String HOST_NAME = hostName();
    private static final String NAME = System.getProperty(PROPERTY, HOST_NAME);
    private static final Target CURRENT = of(NAME);

    /** True if the current target is Linux, on x86_64 or on aarch64. */
    public static final boolean IS_LINUX = CURRENT == LINUX_X86_64 || CURRENT == LINUX_AARCH64;

    /** True if the current target is macOS, on x86_64 or on aarch64. */
    public static final boolean IS_DARWIN = CURRENT == DARWIN_X86_64 || CURRENT == DARWIN_AARCH64;

    /** True if the processor of the current target is x86_64. */
    public static final boolean IS_X86_64 = CURRENT == LINUX_X86_64 || CURRENT == DARWIN_X86_64;

    /** True if the processor of the current target is aarch64, which Apple calls arm64. */
    public static final boolean IS_AARCH64 = CURRENT == LINUX_AARCH64 || CURRENT == DARWIN_AARCH64;

    /**
     * True if the processor of this machine is x86_64, even if {@link #PROPERTY} selects another target. Use this constant to
     * choose machine code, because machine code always runs on the processor of this machine.
     */
    public static final boolean HOST_IS_X86_64 = HOST_NAME.endsWith("-x86_64");

    /** True if this machine runs macOS, whatever the target is. <b>Internal.</b> */
    public static final boolean HOST_IS_DARWIN = HOST_NAME.startsWith("darwin-");

    private final String id;

    Target(String id) {
        this.id = id;
    }

    /**
     * Returns the target of this process: the platform of this machine, unless {@link #PROPERTY} selects another target.
     *
     * @throws UnsupportedOperationException if the platform or the selected target is none of the four that posixkit supports
     */
    public static Target current() {
        if (CURRENT == null) {
            throw new UnsupportedOperationException(
                    "posixkit knows linux and darwin on x86_64 and aarch64; this is " + NAME);
        }
        return CURRENT;
    }

    /**
     * Throws an exception if this target is not the platform of this machine, that is, if {@link #PROPERTY} selected another
     * target. The structure layouts of another target do not match the C library of this machine. With such layouts, the C
     * library could write past the end of a structure.
     *
     * @throws UnsupportedOperationException if this target is not the platform of this machine
     */
    public void requireHost() {
        if (!id.equals(HOST_NAME)) {
            throw new UnsupportedOperationException(PROPERTY + " says " + id + "; this machine is " + HOST_NAME);
        }
    }

    /**
     * Returns the name of this target, for example {@code linux-x86_64}. For each target there is a file whose name contains the
     * name of the target, for example {@code abi/facts/linux-x86_64.abi}. The build generates Java code from this file.
     */
    @Override
    public String toString() {
        return id;
    }

    private static Target of(String name) {
        for (Target target : values()) {
            if (target.id.equals(name)) {
                return target;
            }
        }
        return null;
    }

    private static String hostName() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        if (os.startsWith("mac") || os.startsWith("darwin")) {
            os = "darwin";
        }
        return switch (arch) {
            case "amd64", "x86_64", "x86-64" -> os + "-x86_64";
            case "aarch64", "arm64" -> os + "-aarch64";
            default -> os + "-" + arch;
        };
    }
}
