package posixkit.linux;

import org.junit.jupiter.api.Tag;
import posixkit.contract.HostileContract;

@Tag("unmutated")
class HostileTest extends HostileContract {
    @Override
    protected Class<?> program() {
        return LinuxHostileProgram.class;
    }
}
