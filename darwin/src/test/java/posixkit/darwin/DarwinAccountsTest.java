package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EIO;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.contract.AccountsContract;
import posixkit.ffi.Native;
import posixkit.id.Accounts;
import posixkit.id.Group;
import posixkit.id.Passwd;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinAccountsTest extends AccountsContract {
    /** A library in libSystem's place, whose entries have all members that a Mac's have. Its prefix has the errno numbers. */
    private static final String ENTRIES = """
            #include <errno.h>
            #include <stdint.h>
            struct passwd {
                char *name, *passwd; uint32_t uid, gid; int64_t change; char *class, *gecos, *dir, *shell; int64_t expire;
            };
            struct group { char *name, *passwd; uint32_t gid; char **mem; };
            static struct passwd user = {"n", "p", 1, 2, 3, "c", "g", "d", "s", 5000000000};
            static char *members[] = {"a", "b", 0};
            static struct group wheel = {"w", 0, 4, members};
            static int users, groups;
            int dup2(int from, int to) { errno = EBADF; return -1; }
            int getpwuid_r(uint32_t uid, struct passwd *into, char *text, uint64_t size, struct passwd **found) {
                *found = 0;
                if (uid > 1) return (int) uid;
                *into = user;
                *found = into;
                return 0;
            }
            void setpwent(void) { users = 0; }
            struct passwd *getpwent(void) {
                switch (users++) {
                    case 0: return &user;
                    case 1: errno = EINTR; return 0;
                    case 2: return &user;
                    case 3: return 0;
                    case 4: errno = ENOENT; return 0;
                    default: errno = EIO; return 0;
                }
            }
            struct group *getgrent(void) { return groups++ == 0 ? &wheel : 0; }
            char *crypt(const char *key, const char *salt) { errno = EINVAL; return salt[0] == '*' ? "*0" : 0; }
            """;

    private static Accounts bound(Path directory) throws IOException {
        return DarwinPosix.bind(Native.library(
                        Compiler.library(directory, "entries", ENTRIES).toString()))
                .accounts();
    }

    private static final Passwd USER = new Passwd("n", "p", 1, 2, "g", "d", "s", 3, "c", 5_000_000_000L);

    @Test
    void theMembersThatOnlyAMacHasAreRead(@TempDir Path directory) throws IOException {
        assertEquals(USER, bound(directory).getpwuid(1));
        assertEquals(
                "Passwd[name=n, uid=1, gid=2, gecos=g, home=d, shell=s, change=3, accessClass=c, expire=5000000000]",
                USER.toString());
    }

    @Test
    void anErrorThatPosixDoesNotListMeansThatThereIsNone(@TempDir Path directory) throws IOException {
        Accounts bound = bound(directory);
        assertNull(bound.getpwuid(ESRCH));
        assertEquals("uid 5", assertErrno(EIO, () -> bound.getpwuid(EIO)).subject());
    }

    @Test
    void theEndIsToldFromAFailure(@TempDir Path directory) throws IOException {
        Accounts bound = bound(directory);
        bound.setpwent();
        assertEquals(USER, bound.getpwent());
        assertEquals(USER, bound.getpwent(), "after an interruption");
        assertNull(bound.getpwent(), "errno as it was");
        assertNull(bound.getpwent(), "ENOENT");
        assertErrno(EIO, bound::getpwent);
        assertEquals(new Group("w", "", 4, List.of("a", "b")), bound.getgrent());
        assertNull(bound.getgrent());
    }

    @Test
    void whatFailsOrIsMissingIsAnErrno(@TempDir Path directory) throws IOException {
        Accounts bound = bound(directory);
        assertErrno(EINVAL, () -> bound.crypt("key", "*"));
        assertErrno(EINVAL, () -> bound.crypt("key", "ab"));
        assertErrno(ENOSYS, () -> bound.getpwnam("root"));
        assertErrno(ENOSYS, bound::getlogin);
    }
}
