package posixkit.darwin;

import posixkit.contract.IoContract;

class DarwinIoTest extends IoContract {}
