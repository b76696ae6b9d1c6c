package posixkit.darwin;

import posixkit.contract.ModulesContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinModulesTest extends ModulesContract {
    @Override
    protected String system() {
        return "darwin";
    }
}
