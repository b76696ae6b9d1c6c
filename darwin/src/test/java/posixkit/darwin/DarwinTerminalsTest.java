package posixkit.darwin;

import posixkit.contract.TerminalsContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinTerminalsTest extends TerminalsContract {}
