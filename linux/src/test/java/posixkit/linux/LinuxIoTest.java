package posixkit.linux;

import posixkit.contract.IoContract;

class LinuxIoTest extends IoContract {}
