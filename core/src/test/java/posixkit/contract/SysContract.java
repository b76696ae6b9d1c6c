package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Confstr._CS_PATH;
import static posixkit.constants.Confstr._CS_POSIX_V6_LP64_OFF64_CFLAGS;
import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Errno.ERANGE;
import static posixkit.constants.Resource.RLIMIT_NOFILE;
import static posixkit.constants.Sysconf._SC_AIO_LISTIO_MAX;
import static posixkit.constants.Sysconf._SC_ARG_MAX;
import static posixkit.constants.Sysconf._SC_CLK_TCK;
import static posixkit.constants.Sysconf._SC_OPEN_MAX;
import static posixkit.constants.Sysconf._SC_PAGESIZE;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.ProcessShell.line;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.Posix;
import posixkit.Struct;
import posixkit.system.Host;
import posixkit.system.Utsname;
import posixkit.testing.ChildJvm;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.ProcessShell;
import posixkit.testing.Programs;

/** What {@link Host} promises on every system. {@code uname}, {@code getconf} and {@code ulimit} are the oracles. */
@ExtendWith(Descriptors.class)
public abstract class SysContract {
    private static final int NO_SUCH = 9999;

    private final Host system = Posix.get().host();

    @Test
    void unameTellsWhatUnameTells() throws IOException {
        Utsname name = system.uname();
        assertEquals(Programs.output("uname", "-s"), name.sysname());
        assertEquals(Programs.output("uname", "-n"), name.nodename());
        assertEquals(Programs.output("uname", "-r"), name.release());
        assertEquals(Programs.output("uname", "-v"), name.version());
        assertEquals(Programs.output("uname", "-m"), name.machine());
    }

    @Test
    void aUtsnameIsEmptyUntilFilledAndIsFilledWhole() throws IOException {
        Utsname name = system.newUtsname();
        assertEquals("", name.sysname() + name.nodename() + name.release() + name.version() + name.machine());
        Arrays.fill(((Struct) name).bytes(), (byte) 'x');
        system.uname(name);
        assertEquals(system.uname().nodename(), name.nodename());
        assertEquals(Programs.output("uname", "-m"), name.machine());
    }

    @Test
    void aUtsnameOfSomebodyElseIsRefused() {
        Utsname foreign = (Utsname) Proxy.newProxyInstance(
                Utsname.class.getClassLoader(), new Class<?>[] {Utsname.class}, (proxy, method, arguments) -> null);
        assertThrows(IllegalArgumentException.class, () -> system.uname(foreign));
        assertThrows(IllegalArgumentException.class, () -> system.unameOrErrno(foreign));
        assertEquals(
                "into",
                assertThrows(NullPointerException.class, () -> system.uname(null))
                        .getMessage());
        assertEquals(0, system.unameOrErrno(system.newUtsname()));
    }

    @Test
    void getpagesizeTellsWhatGetconfTells() {
        assertEquals(Programs.output("getconf", "PAGESIZE"), Integer.toString(system.getpagesize()));
    }

    @Test
    void sysconfTellsWhatGetconfTells() throws IOException {
        assertEquals(Programs.output("getconf", "PAGESIZE"), text(system.sysconf(_SC_PAGESIZE)));
        assertEquals(Programs.output("getconf", "ARG_MAX"), text(system.sysconf(_SC_ARG_MAX)));
        assertEquals(Programs.output("getconf", "CLK_TCK"), text(system.sysconf(_SC_CLK_TCK)));
        assertEquals(Programs.output("getconf", "OPEN_MAX"), text(system.sysconf(_SC_OPEN_MAX)));
    }

    protected static String text(OptionalLong number) {
        return Long.toString(number.orElseThrow());
    }

    /** Before each call, errno is EINVAL from the call before. */
    @Test
    void sysconfOfNoLimitIsEmptyAndOfNoSuchNameIsEinval() throws IOException {
        int none = undefined();
        for (int i = 0; i < 100; i++) {
            assertEquals(
                    "name 9999",
                    assertErrno(EINVAL, () -> system.sysconf(NO_SUCH)).subject());
            assertEquals(OptionalLong.empty(), system.sysconf(none));
        }
        assertErrno(EINVAL, () -> system.sysconf(-1));
    }

    /** Returns a name without a limit or an option, as getconf confirms. */
    protected int undefined() {
        assertEquals("undefined", Programs.output("getconf", "AIO_LISTIO_MAX"));
        return _SC_AIO_LISTIO_MAX;
    }

    @Test
    void gethostnameTellsWhatUnameTells() throws IOException {
        assertEquals(Programs.output("uname", "-n"), system.gethostname());
        assertEquals(system.uname().nodename(), system.gethostname());
    }

    /** The longest that Linux permits. */
    @Test
    @NeedsRoot
    @NeedsTool({"unshare", "hostname"})
    void aLongHostnameIsReadWhole() throws IOException {
        String name = "h".repeat(64);
        List<String> apart = List.of("unshare", "--uts", "sh", "-c", "hostname " + name + " && exec \"$@\"", "sh");
        try (ChildJvm child = ChildJvm.startBy(apart, ProcessShell.class)) {
            assertEquals(name, child.ask("gethostname"));
        }
    }

    @Test
    void confstrTellsWhatGetconfTells() throws IOException {
        assertEquals(Programs.output("getconf", "PATH"), system.confstr(_CS_PATH));
        assertEquals(
                Programs.output("getconf", "POSIX_V6_LP64_OFF64_CFLAGS"),
                system.confstr(_CS_POSIX_V6_LP64_OFF64_CFLAGS));
    }

    /** Before each call, errno is left from another one. */
    @Test
    void confstrOfNoSuchNameIsEinval() throws IOException {
        for (int i = 0; i < 10; i++) {
            assertEquals(
                    "name 9999",
                    assertErrno(EINVAL, () -> system.confstr(NO_SUCH)).subject());
            assertEquals(Programs.output("getconf", "PATH"), system.confstr(_CS_PATH));
        }
        assertErrno(EINVAL, () -> system.confstr(-1));
    }

    /** These numbers mean the same on every system. */
    @Test
    @NeedsTool("perl")
    void strerrorTellsWhatPerlTells() {
        for (int errno : new int[] {EPERM, ENOENT, EACCES, EINVAL, ERANGE}) {
            assertEquals(
                    Programs.output("perl", "-e", "$! = $ARGV[0]; print $!", Integer.toString(errno)),
                    system.strerror(errno));
        }
    }

    @Test
    void strerrorOfAnUnknownNumberSaysTheNumber() {
        for (int unknown : new int[] {NO_SUCH, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertTrue(system.strerror(unknown).contains(Integer.toString(unknown)), system.strerror(unknown));
        }
    }

    @Test
    void getdtablesizeIsTheSoftLimit() throws IOException {
        assertEquals(Programs.output("/bin/sh", "-c", "ulimit -S -n"), Integer.toString(system.getdtablesize()));
        assertEquals(
                system.getdtablesize(),
                Posix.get().processes().getrlimit(RLIMIT_NOFILE).cur());
        try (ChildJvm child = ChildJvm.start(ProcessShell.class)) {
            assertEquals("ok", child.ask(line("setrlimit", RLIMIT_NOFILE, 333, 444)));
            assertEquals("333", child.ask("getdtablesize"));
        }
    }
}
