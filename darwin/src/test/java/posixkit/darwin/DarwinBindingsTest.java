package posixkit.darwin;

import posixkit.Target;
import posixkit.contract.BindingsContract;
import posixkit.ffi.Native;

class DarwinBindingsTest extends BindingsContract {
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
