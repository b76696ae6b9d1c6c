package posixkit.darwin;

import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import posixkit.contract.HostileContract;
import posixkit.testing.NeedsTool;

/** The stand-in is lenient here: what it cannot do fails, and does not end the process. */
@NeedsTool("cc")
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class DarwinHostileTest extends HostileContract {
    DarwinHostileTest() {
        super(10_000);
    }

    @Override
    protected Class<?> program() {
        return DarwinHostileProgram.class;
    }

    @Override
    protected List<String> options() {
        return List.of("-D" + DarwinPosix.LIBRARY + "=" + StandIn.lenientLibrary());
    }
}
