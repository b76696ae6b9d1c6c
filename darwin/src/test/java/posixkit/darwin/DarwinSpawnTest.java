package posixkit.darwin;

import posixkit.contract.SpawnContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinSpawnTest extends SpawnContract {}
