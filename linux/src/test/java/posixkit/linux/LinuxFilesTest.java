package posixkit.linux;

import posixkit.contract.FilesContract;

class LinuxFilesTest extends FilesContract {}
