package posixkit.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Fcntl.F_GETFL;
import static posixkit.constants.Fcntl.F_GETLK;
import static posixkit.constants.Fcntl.F_OFD_GETLK;
import static posixkit.constants.Fcntl.F_OFD_SETLK;
import static posixkit.constants.Fcntl.F_OFD_SETLKW;
import static posixkit.constants.Fcntl.F_SETLK;
import static posixkit.constants.Fcntl.F_SETLKW;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnixDescriptorsTest {
    /** Whoever else is handed off by virtual threads would pay for nothing; who is not would hold a carrier. */
    @Test
    void locksThatAreWaitedForAreTheCommandsThatWait() {
        assertEquals(
                List.of(F_SETLKW, F_OFD_SETLKW),
                List.of(F_GETLK, F_SETLK, F_SETLKW, F_OFD_GETLK, F_OFD_SETLK, F_OFD_SETLKW, F_GETFL).stream()
                        .filter(UnixDescriptors::waits)
                        .toList());
    }
}
