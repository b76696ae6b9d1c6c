package posixkit.linux;

import posixkit.contract.ForkContract;

class LinuxForkTest extends ForkContract {}
