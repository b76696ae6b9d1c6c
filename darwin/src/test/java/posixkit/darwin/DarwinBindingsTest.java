package posixkit.darwin;

import java.util.List;
import posixkit.Target;
import posixkit.contract.BindingsContract;
import posixkit.ffi.Native;

class DarwinBindingsTest extends BindingsContract {
    @Override
    protected List<Class<?>> bindings() {
        return List.of(
                DarwinLibC.class,
                Inode64Dir.Symbols.class,
                Inode64Stat.Symbols.class,
                Inode64Statfs.Symbols.class,
                Arm64Ioctl.OnTheStack.class,
                Arm64Ioctl.Stub.class,
                Arm64Variadic.OnTheStack.class,
                Arm64Variadic.Stubs.class);
    }

    @Override
    protected List<Six<?>> sixArgumentBindings() {
        return List.of(new Six<>(DarwinSixArguments.class, DarwinSixArguments.WithoutStub.class));
    }

    @Override
    protected Native library() {
        return Native.library(System.getProperty(DarwinPosix.LIBRARY));
    }

    @Override
    protected boolean isWhole(Class<?> binding) {
        return binding == DarwinLibC.class
                || binding == Inode64Stat.Symbols.class && Target.IS_X86_64
                || binding == Arm64Variadic.Stubs.class && !Target.IS_X86_64;
    }
}
