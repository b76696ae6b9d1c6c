package posixkit.darwin;

import posixkit.contract.SignalsContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinSignalsTest extends SignalsContract {}
