package posixkit.darwin;

import posixkit.contract.ModulesContract;

class DarwinModulesTest extends ModulesContract {
    @Override
    protected String system() {
        return "darwin";
    }
}
