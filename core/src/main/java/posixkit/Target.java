package posixkit;

import java.util.Locale;

/**
 * The four systems posixkit speaks to: two kernels, two processors. What differs between them is chosen once, by
 * comparing with the constants here; the JIT then sees only numbers.
 *
 * <p>The system property {@value #PROPERTY} names another target than this machine's. It serves the tests, which run
 * Darwin's bodies on Linux; a program has no use for it.
 */
public enum Target {
    LINUX_X86_64("linux-x86_64"),
    LINUX_AARCH64("linux-aarch64"),
    DARWIN_X86_64("darwin-x86_64"),
    DARWIN_AARCH64("darwin-aarch64");

    /** Names a target other than this machine's. */
    public static final String PROPERTY = "posixkit.target";

    private static final String HOST_NAME = hostName();
    private static final String NAME = System.getProperty(PROPERTY, HOST_NAME);
    private static final Target CURRENT = of(NAME);

    /** Whether the current target is Linux, on either processor. */
    public static final boolean IS_LINUX = CURRENT == LINUX_X86_64 || CURRENT == LINUX_AARCH64;

    /** Whether the current target is macOS, on either processor. */
    public static final boolean IS_DARWIN = CURRENT == DARWIN_X86_64 || CURRENT == DARWIN_AARCH64;

    /** Whether the current target's processor is x86_64. */
    public static final boolean IS_X86_64 = CURRENT == LINUX_X86_64 || CURRENT == DARWIN_X86_64;

    /** Whether the current target's processor is aarch64, which Apple calls arm64. */
    public static final boolean IS_AARCH64 = CURRENT == LINUX_AARCH64 || CURRENT == DARWIN_AARCH64;

    /** Whether the processor this process runs on is x86_64, whatever the target: machine code goes by this one. */
    public static final boolean HOST_IS_X86_64 = HOST_NAME.endsWith("-x86_64");

    private final String id;

    Target(String id) {
        this.id = id;
    }

    /**
     * The target of this process.
     *
     * @throws UnsupportedOperationException on a system that is none of the four
     */
    public static Target current() {
        if (CURRENT == null) {
            throw new UnsupportedOperationException(
                    "posixkit knows linux and darwin on x86_64 and aarch64; this is " + NAME);
        }
        return CURRENT;
    }

    /**
     * Refuses a target that {@link #PROPERTY} chose but this machine is not: its layouts, over this machine's libc, would
     * be written past their ends.
     *
     * @throws UnsupportedOperationException when it is not this machine's
     */
    public void requireHost() {
        if (!id.equals(HOST_NAME)) {
            throw new UnsupportedOperationException(PROPERTY + " says " + id + "; this machine is " + HOST_NAME);
        }
    }

    /** Its name as the fact tables write it: {@code linux-x86_64}. */
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
