package posixkit.darwin;

import java.util.Set;
import posixkit.Target;
import posixkit.contract.BindingsContract;
import posixkit.ffi.Native;
import posixkit.unix.DirCalls;
import posixkit.unix.SelectCall;
import posixkit.unix.StatCalls;
import posixkit.unix.StatfsCalls;

class DarwinBindingsTest extends BindingsContract {
    /**
     * Of symbols that are the other processor's, or that on this one have a suffix; and those whose arguments go on the stack,
     * for which jnr-ffi makes no machine code.
     */
    private static final Set<Class<?>> OTHERS = Target.IS_X86_64
            ? Set.of(
                    Arm64Ioctl.OnTheStack.class,
                    Arm64Ioctl.Stub.class,
                    Arm64Variadic.OnTheStack.class,
                    Arm64Variadic.Stubs.class,
                    DirCalls.class,
                    MountCalls.class,
                    SelectCall.class,
                    StatCalls.class,
                    StatfsCalls.class)
            : Set.of(
                    Arm64Ioctl.OnTheStack.class,
                    Arm64Variadic.OnTheStack.class,
                    Inode64Dir.Symbols.class,
                    Inode64Mounts.Symbols.class,
                    Inode64Stat.Symbols.class,
                    Inode64Statfs.Symbols.class);

    @Override
    protected Native library() {
        return Native.library(System.getProperty(DarwinPosix.LIBRARY));
    }

    @Override
    protected boolean isWhole(Class<?> binding) {
        return !OTHERS.contains(binding);
    }
}
