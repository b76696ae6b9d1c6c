package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EIO;
import static posixkit.constants.Errno.EMFILE;
import static posixkit.constants.Errno.ENFILE;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOMEM;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Errno.ERANGE;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.contract.AccountsContract;
import posixkit.ffi.Native;
import posixkit.id.Accounts;
import posixkit.linux.call.JnrLinuxCalls;
import posixkit.linux.call.LinuxAccountCalls;
import posixkit.linux.call.LinuxCalls;
import posixkit.testing.AccountShell;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsTool;
import posixkit.testing.Proc;
import posixkit.testing.Programs;
import posixkit.testing.Replaced;
import posixkit.unix.Scratch;
import posixkit.unix.call.AccountCalls;
import posixkit.unix.call.JnrUnixCalls;
import posixkit.unix.call.UnixCalls;

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

    /** Returns accounts for which {@code calls} replace functions of libc. */
    private static Accounts with(Map<String, Replaced.Call> calls) {
        UnixCalls unix = new JnrUnixCalls(Native.process());
        LinuxCalls linux = new JnrLinuxCalls(Native.process());
        AccountCalls both = unix.account();
        LinuxAccountCalls ours = linux.linuxAccount();
        for (Map.Entry<String, Replaced.Call> call : calls.entrySet()) {
            both = Replaced.function(AccountCalls.class, both, call.getKey(), call.getValue());
            ours = Replaced.function(LinuxAccountCalls.class, ours, call.getKey(), call.getValue());
        }
        return new LinuxAccounts(
                LinuxBodies.over(Native.process(), Replaced.topic(UnixCalls.class, unix, AccountCalls.class, both)),
                Replaced.topic(LinuxCalls.class, linux, LinuxAccountCalls.class, ours));
    }

    /** What an attempt leaves that fails is no entry. */
    @Test
    void theBufferGrowsUntilTheEntryFits() throws IOException {
        List<Object> sizes = new ArrayList<>();
        Replaced.Call third = (arguments, real) -> {
            sizes.add(arguments[3]);
            return sizes.size() < 3 && (int) real.call(arguments) == 0 ? -ERANGE : 0;
        };
        assertNull(with(Map.of("getpwnam_r", third)).getpwnam("root"));
        assertEquals(List.of(1024L, 4096L, 16_384L), sizes);
    }

    @Test
    void fewErrorsMeanThatThereIsNoEntry() throws IOException {
        for (int errno : new int[] {ENOENT, ESRCH, EBADF, EPERM}) {
            assertNull(with(Map.of("getpwnam_r", (arguments, real) -> -errno)).getpwnam("root"));
        }
        Replaced.Call broken = (arguments, real) -> -EIO;
        Accounts none =
                with(Map.of("getpwnam_r", broken, "getpwuid_r", broken, "getgrnam_r", broken, "getgrgid_r", broken));
        assertErrno(EIO, () -> none.getpwnam("root"));
        assertErrno(EIO, () -> none.getpwuid(0));
        assertErrno(EIO, () -> none.getgrnam("root"));
        assertErrno(EIO, () -> none.getgrgid(0));
    }

    @Test
    void aLongLoginNameIsReadWhole() throws IOException {
        List<Object> sizes = new ArrayList<>();
        Replaced.Call third = (arguments, real) -> {
            sizes.add(arguments[1]);
            if (sizes.size() < 3) {
                return -ERANGE;
            }
            Native.buffer((Long) arguments[0], 3).put(new byte[] {'m', 'e', 0});
            return 0;
        };
        assertEquals("me", with(Map.of("getlogin_r", third)).getlogin());
        assertEquals(List.of(1024L, 4096L, 16_384L), sizes);
    }

    /** As on macOS, where the function returns 0 and does not say how many groups there are. Each list has memory of its own. */
    @Test
    void theListOfGroupsGrowsWithoutAHint() throws IOException {
        List<Integer> rooms = new ArrayList<>();
        List<Long> lists = new ArrayList<>();
        Replaced.Call third = (arguments, real) -> {
            ByteBuffer count = Native.buffer((Long) arguments[3], Integer.BYTES);
            rooms.add(count.getInt(0));
            lists.add((Long) arguments[2]);
            if (rooms.size() < 3) {
                return -1;
            }
            Native.buffer(lists.get(2), 2 * Integer.BYTES).putInt(7).putInt(-8);
            count.putInt(0, 2);
            return 0;
        };
        assertArrayEquals(new int[] {7, -8}, with(Map.of("getgrouplist", third)).getgrouplist("root", 7));
        assertEquals(List.of(64, 256, 1024), rooms);
        for (int i = 1; i < 3; i++) {
            long distance = lists.get(i) - lists.get(i - 1);
            assertTrue(distance >= 4L * rooms.get(i - 1) || -distance >= 4L * rooms.get(i), distance + " bytes");
        }
    }

    /** musl has {@code getpwent} and {@code getgrent} only. */
    @Test
    @NeedsTool("getent")
    void withoutTheNewFunctionsTheIterationIsTheSame() throws IOException {
        Replaced.Call missing = (arguments, real) -> -ENOSYS;
        Accounts old = with(Map.of("getpwent_r", missing, "getgrent_r", missing));
        try {
            old.setpwent();
            for (String line : Programs.output("getent", "passwd").lines().toList()) {
                assertEquals(line, AccountShell.text(old.getpwent()));
            }
            // At the end, the errno of an earlier call counts as little as none.
            OldKernel.KERNEL.syscall(-1, 0, 0, 0, 0);
            assertNull(old.getpwent());
            old.setgrent();
            for (String line : Programs.output("getent", "group").lines().toList()) {
                assertEquals(line, AccountShell.text(old.getgrent()));
            }
            assertNull(old.getgrent());
        } finally {
            old.endpwent();
            old.endgrent();
        }
        for (int errno : new int[] {EIO, EMFILE, ENFILE, ENOMEM, ENOSYS}) {
            Accounts broken = with(Map.of("getpwent_r", missing, "getpwent", (arguments, real) -> (long) -errno));
            assertErrno(errno, broken::getpwent);
        }
        List<Long> results = new ArrayList<>(List.of((long) -EINTR, (long) -ENOENT, 0L));
        Accounts empty = with(Map.of("getgrent_r", missing, "getgrent", (arguments, real) -> results.remove(0)));
        assertNull(empty.getgrent());
        assertNull(empty.getgrent());
        assertEquals(List.of(), results, "interrupted once");
    }

    /** The memory of a scratch is used again. */
    @Test
    void aPasswordIsNotLeftBehind() throws IOException {
        assertEquals(accounts.crypt("very secret", "ab"), with(Map.of()).crypt("very secret", "ab"));
        try (Scratch s = Scratch.open()) {
            String left = new String(s.copy(s.alloc(64), 64), StandardCharsets.ISO_8859_1);
            assertFalse(left.contains("secret"), left);
        }
    }

    /** {@code crypt_r} has 256 KiB of memory. */
    @Test
    @NeedsProc
    void theMemoryForAPasswordIsFreed() throws IOException {
        accounts.crypt("key", "ab");
        long before = virtualKilobytes();
        for (int i = 0; i < 2000; i++) {
            accounts.crypt("key", "ab");
        }
        long more = virtualKilobytes() - before;
        assertTrue(more < 250_000, more + " kB");
    }

    private static long virtualKilobytes() throws IOException {
        return Long.parseLong(Proc.field(Path.of("/proc/self/status"), "VmSize").replace(" kB", ""));
    }

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
