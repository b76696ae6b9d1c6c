package posixkit.linux;

import org.junit.jupiter.api.Tag;
import posixkit.contract.HostileContract;

@Tag("unmutated")
class HostileTest extends HostileContract {
    HostileTest() {
        super(100_000);
    }

    @Override
    protected Class<?> program() {
        return LinuxHostileProgram.class;
    }
}
