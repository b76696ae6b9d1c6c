package posixkit.unix;

import posixkit.contract.BindingsContract;

class UnixBindingsTest extends BindingsContract {}
