package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Errno.EINVAL;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.Target;
import posixkit.contract.SelectContract;
import posixkit.ffi.Jffi;
import posixkit.ffi.Native;
import posixkit.testing.HighFd;
import posixkit.testing.NeedsTool;
import posixkit.unix.Scratch;
import posixkit.unix.call.JnrPollCalls;
import posixkit.unix.call.PollCalls;

@NeedsTool("cc")
class DarwinSelectTest extends SelectContract {
    private static final int PLAIN = 1024;

    private final Native library = MacOs.library();

    /** Public for jnr-ffi. */
    public interface Since105 {
        int select$1050(int nfds, long read, long write, long except, long timeout);
    }

    /** Public for jnr-ffi. */
    public interface Plain {
        int select(int nfds, long read, long write, long except, long timeout);
    }

    /** Returns the function that C programs reach as {@code select}. */
    private Plain plain() {
        return Target.IS_X86_64 ? library.load(Since105.class)::select$1050 : library.load(Plain.class);
    }

    @Test
    void onlyTheOneThatIsBoundTakesMoreThanAPlainSetHolds() {
        PollCalls unlimited = new JnrPollCalls(library);
        Plain plain = plain();
        try (Scratch s = Scratch.open()) {
            long set = s.allocZeroed(2 * PLAIN / Byte.SIZE);
            long now = s.allocZeroed(2 * Long.BYTES);
            assertEquals(0, plain.select(PLAIN, set, 0, 0, now));
            assertEquals(-1, plain.select(PLAIN + 1, set, 0, 0, now));
            assertEquals(EINVAL, Jffi.lastErrno());
            assertEquals(0, unlimited.select(PLAIN + 1, set, 0, 0, now));
        }
    }

    /** select reads and writes no byte behind the last 32-bit word that it needs. */
    @Test
    void aSetIsAsLongAsItsWords() throws IOException {
        PollCalls unlimited = new JnrPollCalls(library);
        try (Scratch s = Scratch.open();
                Fd high = HighFd.of(write.num(), 128)) {
            assertEquals(4, high.num() / Integer.SIZE, "in the lower half of 64 bits, or this test says little");
            long set = s.allocZeroed(3 * Long.BYTES);
            long last = set + 2 * Long.BYTES;
            long now = s.allocZeroed(2 * Long.BYTES);
            long bits = 1L << high.num() - 128 | -1L << Integer.SIZE;
            s.set64(last, bits);
            assertEquals(1, unlimited.select(high.num() + 1, 0, set, 0, now));
            assertEquals(bits, s.s64(last));
        }
    }
}
