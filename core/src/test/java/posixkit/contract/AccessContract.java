package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Access.F_OK;
import static posixkit.constants.Access.R_OK;
import static posixkit.constants.Access.W_OK;
import static posixkit.constants.Access.X_OK;
import static posixkit.constants.At.AT_EACCESS;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTDIR;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.testing.AttributeShell;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsRoot;
import posixkit.testing.Programs;

/** Tests {@code faccessat}. The oracle is the permissions that coreutils set. */
public abstract class AccessContract extends WithFiles {
    private static final int[] FLAGS = {0, AT_EACCESS, AT_SYMLINK_NOFOLLOW, AT_EACCESS | AT_SYMLINK_NOFOLLOW};

    /** Returns what {@code faccessat} with an unknown bit returns: −errno, or 0. */
    protected int accessOfAnUnknownMode() {
        return -EINVAL;
    }

    @Test
    void faccessatAnswersEachQuestionFromItsDirectory() throws IOException {
        Path path = file("file", "");
        Programs.output("chmod", "600", path.toString());
        try (Fd fd = open(dir, O_RDONLY);
                Fd notADirectory = open(path, O_RDONLY)) {
            for (int flags : FLAGS) {
                for (int mode : new int[] {F_OK, R_OK, W_OK, R_OK | W_OK}) {
                    files.faccessat(fd.num(), "file", mode, flags);
                    assertEquals(0, files.faccessatOrErrno(fd.num(), "file", mode, flags));
                    assertEquals(0, files.faccessatOrErrno(NOT_OPEN, path.toString(), mode, flags));
                }
                assertErrno(EACCES, () -> files.faccessat(fd.num(), "file", X_OK, flags));
                assertErrno(EACCES, () -> files.faccessat(fd.num(), "file", R_OK | X_OK, flags));
                assertMinus(EACCES, files.faccessatOrErrno(fd.num(), "file", X_OK | W_OK, flags));
                assertMinus(EACCES, files.faccessatOrErrno(fd.num(), "file", X_OK, flags));
                assertErrno(ENOENT, () -> files.faccessat(fd.num(), "missing", F_OK, flags));
                assertErrno(ENOTDIR, () -> files.faccessat(notADirectory.num(), "file", F_OK, flags));
                assertErrno(EBADF, () -> files.faccessat(NOT_OPEN, "file", F_OK, flags));
                assertEquals(accessOfAnUnknownMode(), files.faccessatOrErrno(fd.num(), "file", 8, flags));
            }
            assertErrno(EINVAL, () -> files.faccessat(fd.num(), "file", F_OK, 1 << 30));
            assertMinus(EINVAL, files.faccessatOrErrno(fd.num(), "file", F_OK, AT_EACCESS | 1 << 30));
        }
    }

    @Test
    void faccessatFollowsALinkUnlessToldNotTo() throws IOException {
        Files.createSymbolicLink(dir.resolve("nowhere"), Path.of("no/such"));
        try (Fd fd = open(dir, O_RDONLY)) {
            assertMinus(ENOENT, files.faccessatOrErrno(fd.num(), "nowhere", F_OK, 0));
            assertMinus(ENOENT, files.faccessatOrErrno(fd.num(), "nowhere", F_OK, AT_EACCESS));
            assertEquals(0, files.faccessatOrErrno(fd.num(), "nowhere", F_OK, AT_SYMLINK_NOFOLLOW));
            assertEquals(0, files.faccessatOrErrno(fd.num(), "nowhere", F_OK, AT_SYMLINK_NOFOLLOW | AT_EACCESS));
        }
    }

    @Test
    @NeedsRoot
    void faccessatIsAboutTheRealUserUnlessToldNotTo() throws IOException {
        Path secret = file("secret", "");
        Programs.output("chmod", "755", dir.toString());
        Programs.output("chmod", "600", secret.toString());
        try (ChildJvm child = ChildJvm.start(AttributeShell.class)) {
            assertEquals("ok", child.ask("faccessat " + secret + " " + R_OK + " " + AT_EACCESS));
            assertEquals("ok", child.ask("seteuid 1234"));
            assertEquals("ok", child.ask("faccessat " + secret + " " + (R_OK | W_OK) + " 0"));
            assertEquals("EACCES", child.ask("faccessat " + secret + " " + R_OK + " " + AT_EACCESS));
            assertEquals("EACCES", child.ask("faccessat " + secret + " " + W_OK + " " + AT_EACCESS));
            assertEquals("ok", child.ask("faccessat " + secret + " " + F_OK + " " + AT_EACCESS));
            assertEquals("ok", child.ask("seteuid 0"));
            assertEquals("ok", child.ask("faccessat " + secret + " " + W_OK + " " + AT_EACCESS));
        }
    }
}
