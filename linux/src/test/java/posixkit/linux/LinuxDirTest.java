package posixkit.linux;

import posixkit.contract.DirContract;

class LinuxDirTest extends DirContract {}
