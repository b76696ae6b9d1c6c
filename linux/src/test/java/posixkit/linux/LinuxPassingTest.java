package posixkit.linux;

import posixkit.contract.PassingContract;

class LinuxPassingTest extends PassingContract {}
