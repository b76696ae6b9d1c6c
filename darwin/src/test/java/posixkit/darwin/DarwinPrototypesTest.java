package posixkit.darwin;

import java.util.List;
import java.util.Map;
import posixkit.Target;
import posixkit.contract.PrototypesContract;

class DarwinPrototypesTest extends PrototypesContract {
    /** The build runs this test for both processors. */
    @Override
    protected List<String> targets() {
        return List.of(Target.current().toString());
    }

    /** One that was taken out of the headers and not out of the library, and three forms that macros choose. */
    @Override
    protected Map<String, String> undeclared() {
        return Map.of(
                "setprivexec", "s32 (s32)",
                "syslog$DARWIN_EXTSN", "s32 (s32, ptr)",
                "select$DARWIN_EXTSN", "s32 (s32, ptr, ptr, ptr, ptr)",
                "pselect$DARWIN_EXTSN", "s32 (s32, ptr, ptr, ptr, ptr, ptr)");
    }

    @Override
    protected Map<String, List<String>> behindDotsHere() {
        return Map.of("shm_open", List.of("u32"));
    }

    @Override
    protected Map<String, String> unusualResults() {
        return Map.ofEntries(
                Map.entry("alarm", "u32"),
                Map.entry("cfgetispeed", "u64"),
                Map.entry("cfgetospeed", "u64"),
                Map.entry("if_nametoindex", "u32"),
                Map.entry("mach_absolute_time", "u64"),
                Map.entry("mach_continuous_time", "u64"),
                Map.entry("getuid", "u32"),
                Map.entry("geteuid", "u32"),
                Map.entry("getgid", "u32"),
                Map.entry("getegid", "u32"),
                Map.entry("umask", "u16"),
                Map.entry("confstr", "u64"),
                Map.entry("times", "u64"));
    }
}
