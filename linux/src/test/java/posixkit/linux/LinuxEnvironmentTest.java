package posixkit.linux;

import posixkit.contract.EnvironmentContract;

class LinuxEnvironmentTest extends EnvironmentContract {}
