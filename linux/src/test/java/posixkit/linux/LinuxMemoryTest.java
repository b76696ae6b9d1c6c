package posixkit.linux;

import posixkit.contract.MemoryContract;

class LinuxMemoryTest extends MemoryContract {}
