package posixkit.darwin;

import posixkit.contract.ClockContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinClockTest extends ClockContract {}
