package posixkit.darwin;

import posixkit.contract.AccessContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinAccessTest extends AccessContract {}
