package posixkit.darwin;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.contract.BindingsContract;
import posixkit.ffi.Native;

class DarwinBindingsTest extends BindingsContract {
    @Override
    protected Native library() {
        return MacOs.library();
    }

    @Test
    void machineCodePassesItsArgumentsOnAndConvertsItsResult(@TempDir Path directory) throws Exception {
        assertMachineCodeCallsLibc(directory);
    }
}
