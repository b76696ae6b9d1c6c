package posixkit.darwin;

import posixkit.contract.ModesContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinModesTest extends ModesContract {
    DarwinModesTest() {
        super(DarwinFamilies.class, 180);
    }
}
