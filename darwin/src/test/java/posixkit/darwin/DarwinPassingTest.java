package posixkit.darwin;

import posixkit.contract.PassingContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinPassingTest extends PassingContract {}
