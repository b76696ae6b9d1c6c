package posixkit.darwin;

import posixkit.contract.RegionContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinRegionTest extends RegionContract {}
