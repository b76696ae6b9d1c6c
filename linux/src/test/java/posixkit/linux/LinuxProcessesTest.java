package posixkit.linux;

import posixkit.contract.ProcessesContract;

class LinuxProcessesTest extends ProcessesContract {}
