package posixkit.linux;

import posixkit.contract.ModulesContract;

class LinuxModulesTest extends ModulesContract {
    @Override
    protected String system() {
        return "linux";
    }
}
