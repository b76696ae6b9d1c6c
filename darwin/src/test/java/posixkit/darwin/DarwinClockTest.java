package posixkit.darwin;

import posixkit.contract.ClockContract;

class DarwinClockTest extends ClockContract {}
