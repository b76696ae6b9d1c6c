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
        return Map.of(
                "capget", "s32 (ptr, ptr)", "syslog", "s32 (s32, ptr)", "__xpg_strerror_r", "s32 (s32, ptr, u64)");
    }

    @Override
    protected Map<String, String> unusualResults() {
        return Map.ofEntries(
                Map.entry("alarm", "u32"),
                Map.entry("cfgetispeed", "u32"),
                Map.entry("cfgetospeed", "u32"),
                Map.entry("if_nametoindex", "u32"),
                Map.entry("getuid", "u32"),
                Map.entry("geteuid", "u32"),
                Map.entry("getgid", "u32"),
                Map.entry("getegid", "u32"),
                Map.entry("umask", "u32"),
                Map.entry("confstr", "u64"),
                Map.entry("getauxval", "u64"));
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
