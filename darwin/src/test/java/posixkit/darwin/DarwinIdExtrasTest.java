package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import posixkit.Posix;
import posixkit.ondarwin.IdExtras;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinIdExtrasTest {
    private final IdExtras ids = Posix.get().onDarwin().ids();

    @Test
    void aJvmHasNobodyElsesRights() {
        assertFalse(ids.issetugid());
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
