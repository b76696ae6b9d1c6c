package posixkit.linux;

import posixkit.contract.ArchitectureContract;

class LinuxArchitectureTest extends ArchitectureContract {
    @Override
    protected String system() {
        return "linux";
    }
}
