package posixkit.linux;

import posixkit.contract.RegionContract;

class LinuxRegionTest extends RegionContract {}
