package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
import posixkit.ffi.Native;
import posixkit.ondarwin.OnDarwinIds;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;

/** What {@link OnDarwinIds} promises. */
@NeedsTool("cc")
class DarwinOnlyIdsTest {
    private final OnDarwinIds ids = Posix.get().onDarwin().ids();

    @Test
    void aJvmHasTheRightsOfItsUserOnly() {
        assertFalse(ids.issetugid());
    }

    /** It returns the mark that was set before, and has no other effect. */
    @Test
    void setprivexecReturnsTheMarkThatWasSetBefore() throws IOException {
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
        assertEquals(0, ids.setloginOrErrno("someone"));
        assertMinus(EINVAL, ids.setloginOrErrno("x".repeat(256)));
    }

    /** A libSystem that compares what it gets, byte for byte. */
    @Test
    void aLoginNameNeedNotBeText(@TempDir Path directory) throws IOException {
        String source = """
                #include <string.h>
                long same;
                int setlogin(const char *name) { same = !strcmp(name, "\\xff\\xc3\\xa9"); return 0; }
                """;
        Native library =
                Native.library(Compiler.library(directory, "login", source).toString());
        OnDarwinIds recorded = DarwinPosix.bind(library).onDarwin().ids();
        recorded.setlogin("\uDCFFé");
        assertEquals(1, Native.pointerAt(library.symbol("same")));
        String refused = assertThrows(IllegalArgumentException.class, () -> recorded.setlogin("\uD800"))
                .getMessage();
        assertTrue(refused.startsWith("name: "), refused);
    }
}
