package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static posixkit.constants.Errno.EINVAL;
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
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.Posix;
import posixkit.Struct;
import posixkit.system.Host;
import posixkit.system.Utsname;
import posixkit.testing.ChildJvm;
import posixkit.testing.Descriptors;
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
