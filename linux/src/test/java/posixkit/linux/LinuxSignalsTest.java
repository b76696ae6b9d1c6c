package posixkit.linux;

import posixkit.contract.SignalsContract;

class LinuxSignalsTest extends SignalsContract {}
