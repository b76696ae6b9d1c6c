package posixkit.darwin;

import posixkit.contract.WaitContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinWaitTest extends WaitContract {}
