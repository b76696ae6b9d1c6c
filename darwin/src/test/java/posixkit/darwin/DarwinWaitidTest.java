package posixkit.darwin;

import posixkit.contract.WaitidContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinWaitidTest extends WaitidContract {}
