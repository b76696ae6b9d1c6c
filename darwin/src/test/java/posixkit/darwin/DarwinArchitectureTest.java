package posixkit.darwin;

import posixkit.contract.ArchitectureContract;

class DarwinArchitectureTest extends ArchitectureContract {
    @Override
    protected String system() {
        return "darwin";
    }
}
