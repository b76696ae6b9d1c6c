package posixkit.darwin;

import posixkit.contract.IoContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinIoTest extends IoContract {}
