package posixkit.linux;

import posixkit.contract.SpawnContract;

class LinuxSpawnTest extends SpawnContract {}
