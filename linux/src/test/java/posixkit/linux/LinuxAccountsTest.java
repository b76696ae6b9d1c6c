package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.EPERM;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.contract.AccountsContract;
import posixkit.ffi.Native;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsTool;
import posixkit.unix.Scratch;

class LinuxAccountsTest extends AccountsContract {
    /** A library with crypt alone, which says what it was given and answers in static memory. */
    private static final String PLAIN = """
            #include <errno.h>
            #include <stdio.h>
            static char text[100];
            char *crypt(const char *key, const char *salt) {
                if (salt[0] == '!') { errno = EPERM; return 0; }
                if (salt[0] == '*') { errno = EINVAL; return "*1"; }
                snprintf(text, sizeof text, "%s of %s", salt, key);
                return text;
            }
            """;

    @Test
    @NeedsTool("perl")
    void newMethodsAreWhatPerlComputes() throws IOException {
        for (String salt : List.of("$1$salt$", "$5$saltsalt$", "$6$rounds=1000$saltsalt$")) {
            String expected = perl("pass\u00e4word", salt);
            assertTrue(expected.startsWith(salt.substring(0, 3)), expected);
            assertEquals(expected, accounts.crypt("pass\u00e4word", salt));
            assertEquals(expected, accounts.crypt("pass\u00e4word", expected));
        }
    }

    @Test
    void aBadSaltIsAnErrorAndNoToken() {
        for (String salt : List.of("*", "*0", "*1", "", ":", "$nosuch$x")) {
            assertEquals(
                    "crypt",
                    assertErrno(EINVAL, () -> accounts.crypt("key", salt)).call());
        }
    }

    @Test
    void withoutALibraryThereIsNoCrypt(@TempDir Path directory) throws IOException {
        Native nothing = Native.library(
                Compiler.library(directory, "nothing", "int nothing;\n").toString());
        LinuxCrypt missing = LinuxCrypt.find(nothing, List.of("libnosuch.so.1"));
        try (Scratch s = Scratch.open()) {
            assertErrno(ENOSYS, () -> missing.crypt(s.string("key", "key"), s.string("salt", "ab")));
        }
    }

    @Test
    @NeedsTool("cc")
    void cryptServesWhereThereIsNoCryptR(@TempDir Path directory) throws IOException {
        Native library =
                Native.library(Compiler.library(directory, "plain", PLAIN).toString());
        LinuxCrypt plain = LinuxCrypt.find(library, List.of());
        try (Scratch s = Scratch.open()) {
            assertEquals("ab of key", plain.crypt(s.string("key", "key"), s.string("salt", "ab")));
            assertErrno(EPERM, () -> plain.crypt(s.string("key", "key"), s.string("salt", "!")));
            assertErrno(EINVAL, () -> plain.crypt(s.string("key", "key"), s.string("salt", "*")));
        }
    }

    /** The file of the second library is found by its path, as those of the system are by their names. */
    @Test
    @NeedsTool("cc")
    void theLibrariesAreTriedInTurn(@TempDir Path directory) throws IOException {
        Native nothing = Native.library(
                Compiler.library(directory, "nothing", "int nothing;\n").toString());
        String second = Compiler.library(directory, "plain", PLAIN).toString();
        LinuxCrypt found = LinuxCrypt.find(nothing, List.of("libnosuch.so.1", second));
        try (Scratch s = Scratch.open()) {
            assertEquals("ab of key", found.crypt(s.string("key", "key"), s.string("salt", "ab")));
        }
    }
}
