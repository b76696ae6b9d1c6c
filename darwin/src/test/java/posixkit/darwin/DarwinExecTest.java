package posixkit.darwin;

import posixkit.contract.ExecContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinExecTest extends ExecContract {}
