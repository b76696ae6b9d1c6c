package posixkit.darwin;

import posixkit.contract.HotPathContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinHotPathTest extends HotPathContract {}
