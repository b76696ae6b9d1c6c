package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import posixkit.Posix;
import posixkit.ondarwin.OnDarwinIds;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinIdExtrasTest {
    private final OnDarwinIds ids = Posix.get().onDarwin().ids();

    @Test
    void aJvmHasNobodyElsesRights() {
        assertFalse(ids.issetugid());
    }

    /** A relic: it returns what it was told before, and nothing else comes of it. */
    @Test
    void setprivexecTellsWhatItWasToldBefore() throws IOException {
        boolean before = ids.setprivexec(true);
        try {
            assertTrue(ids.setprivexec(true));
            assertTrue(ids.setprivexec(false));
            assertFalse(ids.setprivexec(false));
            assertFalse(ids.setprivexec(true));
        } finally {
            ids.setprivexec(before);
        }
    }

    @Test
    @NeedsRoot
    void setloginTakesANameAndRefusesOneTooLong() throws IOException {
        ids.setlogin("someone");
        assertErrno(EINVAL, () -> ids.setlogin("x".repeat(256)));
        assertThrows(IllegalArgumentException.class, () -> ids.setlogin("a\0b"));
        assertThrows(NullPointerException.class, () -> ids.setlogin(null));
    }
}
