package posixkit.darwin;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import posixkit.contract.PlacesContract;

/** A Mac has no mount namespaces, so that only the stand-in runs here. {@code .ci/without-proc/run} is the place without {@code /proc}. */
@EnabledOnOs(OS.LINUX)
class DarwinPlacesTest extends PlacesContract {
    DarwinPlacesTest() {
        super(DarwinFamilies.class, 300);
    }
}
