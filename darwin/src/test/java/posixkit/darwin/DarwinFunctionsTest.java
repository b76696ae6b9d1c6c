package posixkit.darwin;

import posixkit.contract.FunctionsContract;
import posixkit.ffi.Native;
import posixkit.system.Symbols;
import posixkit.unix.UnixSymbols;

class DarwinFunctionsTest extends FunctionsContract {
    @Override
    protected Symbols in(Native library) {
        return new UnixSymbols(library, new DarwinLayouts());
    }

    @Override
    protected int modeBits() {
        return Short.SIZE;
    }
}
