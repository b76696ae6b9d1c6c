package posixkit.darwin;

import posixkit.contract.OwnProcessContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinOwnProcessTest extends OwnProcessContract {}
