package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Access.F_OK;
import static posixkit.constants.Access.R_OK;
import static posixkit.constants.Access.W_OK;
import static posixkit.constants.Access.X_OK;
import static posixkit.constants.At.AT_EACCESS;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.EIO;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.ErrnoException;
import posixkit.ffi.Native;
import posixkit.id.Ids;
import posixkit.onlinux.OnLinuxIds;
import posixkit.unix.Scratch;

/**
 * Tests which of the three classes of a mode counts for which user, with made-up users. {@link LinuxOldKernelTest} compares with the
 * kernel, in children that become other users.
 */
class EmulatedFaccessatTest {
    private static final int NOBODY = 4321;

    @TempDir
    Path dir;

    private Path file;
    private int owner;
    private int group;

    /** Gives the file to an ordinary user: root may do everything, which would test nothing. */
    @BeforeEach
    void aFileOfAnOrdinaryUser() throws IOException {
        file = Files.createFile(dir.resolve("file"));
        if ((int) Files.getAttribute(file, "unix:uid") == 0) {
            Files.setAttribute(file, "unix:uid", 1001);
            Files.setAttribute(file, "unix:gid", 1002);
        }
        owner = (int) Files.getAttribute(file, "unix:uid");
        group = (int) Files.getAttribute(file, "unix:gid");
    }

    @Test
    void theOwnersBitsGoForTheOwnerEvenIfOthersMayMore() throws IOException {
        assertEquals("r--", allowed(owner, NOBODY, group, group, 0477, 0));
        assertEquals("-w-", allowed(owner, NOBODY, NOBODY, NOBODY, 0257, 0));
        assertEquals("--x", allowed(NOBODY, owner, group, group, 0166, AT_EACCESS));
        assertEquals("r-x", allowed(owner, NOBODY, NOBODY, NOBODY, 0705, AT_EACCESS));
    }

    @Test
    void theGroupsBitsGoForTheGroupEvenIfOthersMayMore() throws IOException {
        assertEquals("r--", allowed(NOBODY, owner, group, NOBODY, 0747, 0));
        assertEquals("--x", allowed(NOBODY, NOBODY, group, NOBODY, 0716, 0));
        assertEquals("-w-", allowed(NOBODY, NOBODY, NOBODY, group, 0725, AT_EACCESS));
        assertEquals("rw-", allowed(NOBODY, NOBODY, NOBODY, group, 0716, 0));
        assertEquals("---", allowed(NOBODY, NOBODY, group, NOBODY, 0770, AT_EACCESS));
    }

    @Test
    void whyItCannotBeWorkedOutIsTheAnswer() {
        OnLinuxIds failing = fake(OnLinuxIds.class, Map.of());
        EmulatedFaccessat emulated =
                new EmulatedFaccessat(LinuxBodies.over(Native.process()).calls(), fake(Ids.class, Map.of()), failing);
        try (Scratch s = Scratch.open()) {
            assertEquals(-EIO, emulated.faccessat(AT_FDCWD, s.string("path", file.toString()), R_OK, AT_EACCESS));
        }
    }

    /** Returns the rights of a user: checks each right alone, and then all of them at once. */
    private String allowed(int uid, int euid, int gid, int egid, int mode, int flags) throws IOException {
        Files.setAttribute(file, "unix:mode", mode);
        Map<String, Object> ids =
                Map.of("getuid", uid, "geteuid", euid, "getgid", gid, "getegid", egid, "isGroupMember", false);
        OnLinuxIds extras = fake(OnLinuxIds.class, Map.of("isCapDacOverrideSet", false));
        EmulatedFaccessat emulated =
                new EmulatedFaccessat(LinuxBodies.over(Native.process()).calls(), fake(Ids.class, ids), extras);
        try (Scratch s = Scratch.open()) {
            long path = s.string("path", file.toString());
            StringBuilder allowed = new StringBuilder();
            int all = F_OK;
            for (int right : new int[] {R_OK, W_OK, X_OK}) {
                int answer = emulated.faccessat(AT_FDCWD, path, right, flags);
                assertEquals(answer == 0 ? 0 : -EACCES, answer);
                all |= answer == 0 ? right : F_OK;
                allowed.append(
                        answer == 0 ? Map.of(R_OK, 'r', W_OK, 'w', X_OK, 'x').get(right) : '-');
            }
            assertEquals(0, emulated.faccessat(AT_FDCWD, path, all, flags));
            return allowed.toString();
        }
    }

    /** Returns a fake that returns {@code answers}, and fails with EIO for other methods. */
    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object answer = answers.get(method.getName());
                    if (answer == null) {
                        throw new ErrnoException(method.getName(), EIO);
                    }
                    return answer;
                }));
    }
}
