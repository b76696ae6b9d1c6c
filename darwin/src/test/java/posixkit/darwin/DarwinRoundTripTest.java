package posixkit.darwin;

import posixkit.contract.RoundTripContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinRoundTripTest extends RoundTripContract {}
