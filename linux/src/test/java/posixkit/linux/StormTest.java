package posixkit.linux;

import org.junit.jupiter.api.Tag;
import posixkit.contract.StormContract;

@Tag("unmutated")
class StormTest extends StormContract {
    StormTest() {
        super(LinuxFamilies.class);
    }
}
