package posixkit.darwin;

import posixkit.contract.EnvironmentContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinEnvironmentTest extends EnvironmentContract {}
