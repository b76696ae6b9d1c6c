package posixkit.darwin;

import java.util.List;
import java.util.Map;
import java.util.Set;
import posixkit.contract.PrototypesContract;
import posixkit.unix.DirCalls;
import posixkit.unix.IoctlCalls;
import posixkit.unix.SelectCall;
import posixkit.unix.StatCalls;
import posixkit.unix.StatfsCalls;
import posixkit.unix.VariadicCalls;

class DarwinPrototypesTest extends PrototypesContract {
    @Override
    protected List<String> targets() {
        return List.of("darwin-x86_64", "darwin-aarch64");
    }

    /**
     * Where inodes once had 32 bits, the plain names are those of the old structures. On Apple's arm64 variadic arguments
     * travel on the stack.
     */
    @Override
    protected Set<Class<?>> notOn(String target) {
        return target.endsWith("x86_64")
                ? Set.of(
                        Arm64Ioctl.OnTheStack.class,
                        Arm64Ioctl.Stub.class,
                        Arm64Variadic.OnTheStack.class,
                        Arm64Variadic.Stubs.class,
                        DirCalls.class,
                        MountCalls.class,
                        StatCalls.class,
                        StatfsCalls.class)
                : Set.of(
                        Inode64Dir.Symbols.class,
                        Inode64Mounts.Symbols.class,
                        Inode64Stat.Symbols.class,
                        Inode64Statfs.Symbols.class,
                        IoctlCalls.class,
                        VariadicCalls.class);
    }

    @Override
    protected Set<Class<?>> replaced() {
        return Set.of(SelectCall.class);
    }

    /** One that was taken out of the headers and not out of the library, and a form that macros choose. */
    @Override
    protected Map<String, String> undeclared() {
        return Map.of("setprivexec", "s32 (s32)", "select$DARWIN_EXTSN", "s32 (s32, ptr, ptr, ptr, ptr)");
    }

    @Override
    protected Set<Class<?>> variadic() {
        return Set.of(
                Arm64Ioctl.OnTheStack.class, Arm64Variadic.OnTheStack.class, IoctlCalls.class, VariadicCalls.class);
    }

    @Override
    protected Map<String, String> unusualResults() {
        return Map.of("getuid", "u32", "geteuid", "u32", "getgid", "u32", "getegid", "u32", "umask", "u16");
    }
}
