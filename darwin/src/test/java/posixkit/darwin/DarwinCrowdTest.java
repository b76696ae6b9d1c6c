package posixkit.darwin;

import posixkit.contract.CrowdContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinCrowdTest extends CrowdContract {
    DarwinCrowdTest() {
        super(DarwinFamilies.class, 95, 28, 93);
    }
}
