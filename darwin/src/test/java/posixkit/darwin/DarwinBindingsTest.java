package posixkit.darwin;

import posixkit.contract.BindingsContract;
import posixkit.ffi.Native;

class DarwinBindingsTest extends BindingsContract {
    @Override
    protected Native library() {
        return Native.library(System.getProperty(DarwinPosix.LIBRARY));
    }
}
