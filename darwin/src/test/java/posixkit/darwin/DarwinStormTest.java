package posixkit.darwin;

import posixkit.contract.StormContract;

class DarwinStormTest extends StormContract {
    DarwinStormTest() {
        super(DarwinFamilies.class);
    }
}
