package posixkit.darwin;

import posixkit.contract.PipesContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinPipesTest extends PipesContract {}
