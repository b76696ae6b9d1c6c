package posixkit.interop;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import posixkit.testing.DependencySums;

class DependenciesTest {
    @Test
    void eachArtifactThatIsNeededAtRunTimeHasItsSum() throws IOException {
        DependencySums.check("interop");
    }
}
