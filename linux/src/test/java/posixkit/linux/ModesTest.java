package posixkit.linux;

import org.junit.jupiter.api.Tag;
import posixkit.contract.ModesContract;

@Tag("unmutated")
class ModesTest extends ModesContract {
    ModesTest() {
        super(LinuxFamilies.class, 190);
    }
}
