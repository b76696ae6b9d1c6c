package posixkit.linux;

import posixkit.contract.VectorsContract;

class LinuxVectorsTest extends VectorsContract {}
