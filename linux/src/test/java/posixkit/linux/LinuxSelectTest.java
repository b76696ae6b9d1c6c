package posixkit.linux;

import posixkit.contract.SelectContract;

class LinuxSelectTest extends SelectContract {}
