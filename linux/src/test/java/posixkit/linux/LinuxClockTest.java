package posixkit.linux;

import posixkit.contract.ClockContract;

class LinuxClockTest extends ClockContract {}
