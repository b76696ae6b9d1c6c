package posixkit.darwin;

import posixkit.contract.SleepContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinSleepTest extends SleepContract {}
