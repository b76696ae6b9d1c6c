package posixkit.linux;

import posixkit.contract.SleepContract;

class LinuxSleepTest extends SleepContract {}
