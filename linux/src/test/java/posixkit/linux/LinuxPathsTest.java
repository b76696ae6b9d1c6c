package posixkit.linux;

import posixkit.contract.PathsContract;

class LinuxPathsTest extends PathsContract {}
