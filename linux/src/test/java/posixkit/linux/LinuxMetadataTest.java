package posixkit.linux;

import posixkit.contract.MetadataContract;

class LinuxMetadataTest extends MetadataContract {}
