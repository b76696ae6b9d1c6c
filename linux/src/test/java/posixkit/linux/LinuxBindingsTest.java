package posixkit.linux;

import posixkit.contract.BindingsContract;

class LinuxBindingsTest extends BindingsContract {}
