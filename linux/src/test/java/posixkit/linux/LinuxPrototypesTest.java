package posixkit.linux;

import java.util.List;
import java.util.Map;
import java.util.Set;
import posixkit.contract.PrototypesContract;
import posixkit.linux.symbols.KernelSymbols;

class LinuxPrototypesTest extends PrototypesContract {
    @Override
    protected List<String> targets() {
        return List.of("linux-x86_64", "linux-aarch64");
    }

    /**
     * Whoever wants capabilities is expected to take libcap; libc exports the kernel's call all the same. The headers have the
     * other strerror_r of glibc. What syscall takes is up to the number it is given.
     */
    @Override
    protected Map<String, String> undeclared() {
        return Map.of("capget", "s32 (ptr, ptr)", "__xpg_strerror_r", "s32 (s32, ptr, u64)");
    }

    @Override
    protected Map<String, String> unusualResults() {
        return Map.of(
                "alarm",
                "u32",
                "cfgetispeed",
                "u32",
                "cfgetospeed",
                "u32",
                "if_nametoindex",
                "u32",
                "getuid",
                "u32",
                "geteuid",
                "u32",
                "getgid",
                "u32",
                "getegid",
                "u32",
                "umask",
                "u32",
                "confstr",
                "u64");
    }

    @Override
    protected Map<String, List<String>> behindDotsHere() {
        return Map.of("mremap", List.of("ptr"));
    }

    /** syscall with more behind its dots than elsewhere; the table knows no limit. */
    @Override
    protected Set<Class<?>> withoutPrototypes() {
        return Set.of(KernelSymbols.Six.class);
    }
}
