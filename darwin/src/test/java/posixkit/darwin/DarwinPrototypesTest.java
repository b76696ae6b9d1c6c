package posixkit.darwin;

import java.util.List;
import java.util.Set;
import posixkit.contract.PrototypesContract;
import posixkit.unix.DirCalls;
import posixkit.unix.SelectCall;
import posixkit.unix.StatCalls;
import posixkit.unix.StatfsCalls;

class DarwinPrototypesTest extends PrototypesContract {
    @Override
    protected List<String> targets() {
        return List.of("darwin-x86_64", "darwin-aarch64");
    }

    /** Where inodes once had 32 bits, the plain names are those of the old structures. */
    @Override
    protected Set<Class<?>> notOn(String target) {
        return target.endsWith("x86_64")
                ? Set.of(DirCalls.class, MountCalls.class, SelectCall.class, StatCalls.class, StatfsCalls.class)
                : Set.of(
                        Inode64Dir.Symbols.class,
                        Inode64Mounts.Symbols.class,
                        Inode64Stat.Symbols.class,
                        Inode64Statfs.Symbols.class);
    }

    /** Exported since ever, and in no header. */
    @Override
    protected Set<String> undeclared() {
        return Set.of("setprivexec");
    }

    /** libSystem's own behind the variadic ones, those again with their arguments on the stack, and a second select. */
    @Override
    protected Set<Class<?>> withoutPrototypes() {
        return Set.of(
                Arm64Ioctl.OnTheStack.class,
                Arm64Ioctl.Stub.class,
                Arm64Variadic.OnTheStack.class,
                Arm64Variadic.Stubs.class,
                UnlimitedSelect.Symbols.class);
    }
}
