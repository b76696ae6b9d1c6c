package posixkit.linux;

import posixkit.contract.FunctionsContract;
import posixkit.ffi.Native;
import posixkit.system.Symbols;
import posixkit.unix.UnixSymbols;

class LinuxFunctionsTest extends FunctionsContract {
    @Override
    protected Symbols in(Native library) {
        return new UnixSymbols(library, new LinuxLayouts());
    }

    @Override
    protected int modeBits() {
        return Integer.SIZE;
    }
}
