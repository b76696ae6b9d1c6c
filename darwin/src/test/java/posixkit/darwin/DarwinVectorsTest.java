package posixkit.darwin;

import posixkit.contract.VectorsContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinVectorsTest extends VectorsContract {}
