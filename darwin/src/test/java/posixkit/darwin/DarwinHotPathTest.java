package posixkit.darwin;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import posixkit.contract.HotPathContract;
import posixkit.ffi.Route;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinHotPathTest extends HotPathContract {
    /** On a host that is not the target, this route has no machine code. The JDK then stores errno, and may allocate for it. */
    @BeforeEach
    void thereIsMachineCode() {
        assumeTrue(Route.chosen() != Route.FFM, "the JDK may allocate while it stores errno");
    }
}
