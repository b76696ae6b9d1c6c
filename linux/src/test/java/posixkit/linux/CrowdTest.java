package posixkit.linux;

import org.junit.jupiter.api.Tag;
import posixkit.contract.CrowdContract;

@Tag("unmutated")
class CrowdTest extends CrowdContract {
    CrowdTest() {
        super(LinuxFamilies.class, 100, 30, 97);
    }
}
