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

    /** One that was taken out of the headers and not out of the library, and two forms that macros choose. */
    @Override
    protected Map<String, String> undeclared() {
        return Map.of(
                "setprivexec", "s32 (s32)",
                "select$DARWIN_EXTSN", "s32 (s32, ptr, ptr, ptr, ptr)",
                "pselect$DARWIN_EXTSN", "s32 (s32, ptr, ptr, ptr, ptr, ptr)");
    }

    @Override
    protected Map<String, String> unusualResults() {
        return Map.of(
                "alarm",
                "u32",
                "cfgetispeed",
                "u64",
                "cfgetospeed",
                "u64",
                "getuid",
                "u32",
                "geteuid",
                "u32",
                "getgid",
                "u32",
                "getegid",
                "u32",
                "umask",
                "u16",
                "confstr",
                "u64",
                "times",
                "u64");
    }
}
