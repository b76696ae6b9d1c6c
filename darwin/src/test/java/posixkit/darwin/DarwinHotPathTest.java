package posixkit.darwin;

import posixkit.contract.HotPathContract;

class DarwinHotPathTest extends HotPathContract {}
