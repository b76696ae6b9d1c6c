package posixkit.linux;

import posixkit.contract.IdsContract;

class LinuxIdsTest extends IdsContract {}
