package posixkit.linux;

import posixkit.contract.OwnProcessContract;

class LinuxOwnProcessTest extends OwnProcessContract {}
