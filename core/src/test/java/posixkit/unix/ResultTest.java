package posixkit.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import posixkit.constants.Errno;
import posixkit.ffi.Native;

class ResultTest {
    private static final long BIG = 3L << 32;

    @Test
    void whatIsNotMinusOneIsAValue() {
        Native.errno(Errno.EPERM);
        assertEquals(7, Result.negate(7));
        assertEquals(-2, Result.negate(-2));
        assertEquals(BIG, Result.negate(BIG));
        assertEquals(0, Result.negateNumber(0));
    }

    @Test
    void minusOneIsTheErrorNumber() {
        Native.errno(Errno.EPERM);
        assertEquals(-Errno.EPERM, Result.negate(-1));
        assertEquals(-Errno.EPERM, Result.negate(-1L));
        assertEquals(-Errno.EPERM, Result.negateNumber(-1));
    }

    @Test
    void aReturnedErrorNumberIsNegated() {
        Native.errno(0);
        assertEquals(-Errno.ENOENT, Result.negateNumber(Errno.ENOENT));
    }
}
