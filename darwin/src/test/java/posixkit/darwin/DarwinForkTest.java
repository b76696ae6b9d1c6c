package posixkit.darwin;

import posixkit.contract.ForkContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinForkTest extends ForkContract {}
