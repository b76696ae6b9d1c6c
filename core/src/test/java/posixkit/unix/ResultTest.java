package posixkit.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posixkit.constants.Errno;
import posixkit.ffi.Native;
import posixkit.unix.symbols.IoSymbols;

class ResultTest {
    private static final long BIG = 3L << 32;

    /** Sets errno to EBADF. */
    @BeforeEach
    void fail() {
        assertEquals(
                -1, Native.process().load(IoSymbols.class, IoSymbols.SYMBOLS).close(-1));
    }

    @Test
    void whatIsNotMinusOneIsAValue() {
        assertEquals(7, Result.negate(7));
        assertEquals(-2, Result.negate(-2));
        assertEquals(BIG, Result.negate(BIG));
        assertEquals(BIG, Result.ofPointer(BIG));
    }

    @Test
    void minusOneIsTheErrorNumber() {
        assertEquals(-Errno.EBADF, Result.negate(-1));
        assertEquals(-Errno.EBADF, Result.negate(-1L));
        assertEquals(-Errno.EBADF, Result.ofPointer(0));
    }

    @Test
    void aResultThatMayBeMinusOneHasItsErrnoBesideIt() {
        for (int value : new int[] {0, 7, -2, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            long both = Result.withErrno(value);
            assertEquals(value, (int) both);
            assertEquals(0, Result.errno(both));
        }
        long both = Result.withErrno(-1);
        assertEquals(-1, (int) both);
        assertEquals(Errno.EBADF, Result.errno(both));
    }
}
