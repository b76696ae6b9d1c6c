package posixkit.linux;

import posixkit.contract.AccessContract;

class LinuxAccessTest extends AccessContract {}
