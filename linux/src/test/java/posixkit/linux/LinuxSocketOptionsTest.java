package posixkit.linux;

import posixkit.contract.SocketOptionsContract;

class LinuxSocketOptionsTest extends SocketOptionsContract {}
