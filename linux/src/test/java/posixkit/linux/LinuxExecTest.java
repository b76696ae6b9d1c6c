package posixkit.linux;

import posixkit.contract.ExecContract;

class LinuxExecTest extends ExecContract {}
