package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Priority.PRIO_PGRP;
import static posixkit.constants.Priority.PRIO_PROCESS;
import static posixkit.constants.Priority.PRIO_USER;
import static posixkit.constants.Resource.RLIMIT_CORE;
import static posixkit.constants.Resource.RLIMIT_CPU;
import static posixkit.constants.Resource.RLIMIT_FSIZE;
import static posixkit.constants.Resource.RLIMIT_NOFILE;
import static posixkit.constants.Resource.RLIMIT_STACK;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.ProcessShell.line;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posixkit.Posix;
import posixkit.Struct;
import posixkit.process.Processes;
import posixkit.process.Rlimit;
import posixkit.testing.ChildJvm;
import posixkit.testing.Children;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;
import posixkit.testing.ProcessShell;
import posixkit.testing.Programs;

/**
 * What {@link Processes} promises on every system of priorities and limits. {@code ps}, {@code renice}, the shell's
 * {@code ulimit} and {@code /proc} are the oracles. Nothing changes but for children.
 */
@ExtendWith(Descriptors.class)
public abstract class LimitsContract {
    /** Beyond every system's largest. */
    private static final int NO_PROCESS = Integer.MAX_VALUE;

    /** A user without processes, above 2³¹. Other tests, which may run at the same time, start programs as other users. */
    private static final int NOBODY =
            (int) (4_100_000_000L + ProcessHandle.current().pid() % 100_000_000);

    private static final int NO_SUCH = 99;

    private Processes processes;

    protected Processes processes() {
        return Posix.get().processes();
    }

    @BeforeEach
    void takeProcesses() {
        processes = processes();
    }

    /** Beyond which nobody is nicer; 20 on macOS. */
    protected int nicest() {
        return 19;
    }

    @Test
    void getpriorityTellsWhatReniceSet() throws IOException {
        try (Children children = new Children()) {
            int pid = children.start(children.waiting());
            int niceness = niceness(pid);
            assertEquals(niceness, processes.getpriority(PRIO_PROCESS, pid));
            for (int more = 1; more <= 3; more++) {
                Programs.output("renice", "-n", "" + (niceness + more), "-p", "" + pid);
                assertEquals(niceness + more, processes.getpriority(PRIO_PROCESS, pid));
            }
        }
    }

    @Test
    void setprioritySetsWhatPsTellsAndNoMoreThanTheMost() throws IOException {
        try (Children children = new Children()) {
            int pid = children.start(children.waiting());
            int other = children.start(children.waiting());
            int niceness = niceness(pid);
            processes.setpriority(PRIO_PROCESS, pid, niceness + 2);
            assertEquals(niceness + 2, niceness(pid));
            processes.setpriority(PRIO_PROCESS, pid, 1000);
            assertEquals(nicest(), niceness(pid));
            assertEquals(nicest(), processes.getpriority(PRIO_PROCESS, pid));
            assertEquals(niceness, niceness(other));
        }
    }

    @Test
    void ofAGroupTheLeastNiceIsToldAndAllAreSet() throws IOException {
        try (Children children = new Children()) {
            int leader = children.start(children.waiting().processGroup(0));
            int member = children.start(children.waiting().processGroup(leader));
            int niceness = niceness(leader);
            processes.setpriority(PRIO_PROCESS, leader, niceness + 5);
            processes.setpriority(PRIO_PROCESS, member, niceness + 3);
            assertEquals(niceness + 3, processes.getpriority(PRIO_PGRP, leader));
            processes.setpriority(PRIO_PGRP, leader, niceness + 6);
            assertEquals(niceness + 6, niceness(leader));
            assertEquals(niceness + 6, niceness(member));
        }
    }

    /** One that is an error as a signed int, where the system has such. */
    protected int distantUser() {
        // Another run of this test at the same time has another user.
        return -3 - (int) ProcessHandle.current().pid();
    }

    /** What the largest there is gets to hear, who is nobody. */
    protected int ofNobody() {
        return ESRCH;
    }

    @Test
    @NeedsRoot
    void usersAreUnsigned() throws IOException {
        int user = distantUser();
        try (ChildJvm child = ChildJvm.start(ProcessShell.class)) {
            assertErrno(ESRCH, () -> processes.getpriority(PRIO_USER, user));
            assertEquals("ok", child.ask(line("setuid", Integer.toUnsignedString(user))));
            int niceness = niceness(child.pid());
            assertEquals(niceness, processes.getpriority(PRIO_USER, user));
            processes.setpriority(PRIO_USER, user, niceness + 4);
            assertEquals(niceness + 4, niceness(child.pid()));
            assertEquals(niceness + 4, processes.getpriority(PRIO_USER, user));
            assertEquals("" + (niceness + 4), child.ask(line("getpriority", PRIO_USER, 0)), "of all its threads");
        }
    }

    /** Each time with the errno of a failure left over. */
    @Test
    @NeedsRoot
    void minusOneIsAPriority() throws IOException {
        try (Children children = new Children()) {
            int pid = children.start(children.waiting());
            processes.setpriority(PRIO_PROCESS, pid, -1);
            assertEquals(-1, niceness(pid));
            for (int i = 0; i < 200; i++) {
                assertErrno(ESRCH, () -> processes.getpriority(PRIO_PROCESS, NO_PROCESS));
                assertEquals(-1, processes.getpriority(PRIO_PROCESS, pid));
                assertErrno(EINVAL, () -> processes.getpriority(NO_SUCH, 0));
                assertEquals(-1, processes.getpriority(PRIO_PROCESS, pid));
            }
            processes.setpriority(PRIO_PROCESS, pid, -1000);
            assertEquals(-20, niceness(pid));
            assertEquals(-20, processes.getpriority(PRIO_PROCESS, pid));
            processes.setpriority(PRIO_PROCESS, pid, -2);
            assertEquals(-2, processes.getpriority(PRIO_PROCESS, pid));
        }
    }

    /** As the kernel returns it: a niceness of −1 is 21, and of −20 is 40. */
    @Test
    void getpriorityOrErrnoIsTwentyMinusTheNiceness() throws IOException {
        try (Children children = new Children()) {
            int pid = children.start(children.waiting());
            for (int more = 0; more < 2; more++) {
                assertEquals(20 - niceness(pid), processes.getpriorityOrErrno(PRIO_PROCESS, pid));
                assertEquals(0, processes.setpriorityOrErrno(PRIO_PROCESS, pid, niceness(pid) + 3));
            }
            processes.setpriority(PRIO_PROCESS, pid, 1000);
            assertEquals(20 - nicest(), processes.getpriorityOrErrno(PRIO_PROCESS, pid));
            assertMinus(ESRCH, processes.getpriorityOrErrno(PRIO_PROCESS, NO_PROCESS));
            assertMinus(EINVAL, processes.getpriorityOrErrno(NO_SUCH, 0));
            assertMinus(ESRCH, processes.setpriorityOrErrno(PRIO_PROCESS, NO_PROCESS, 1));
        }
    }

    @Test
    @NeedsRoot
    void getpriorityOrErrnoTellsNegativeNicenessFromErrno() throws IOException {
        try (Children children = new Children()) {
            int pid = children.start(children.waiting());
            for (int priority : new int[] {-1, -3, -20}) {
                processes.setpriority(PRIO_PROCESS, pid, priority);
                assertEquals(priority, niceness(pid));
                assertEquals(20 - priority, processes.getpriorityOrErrno(PRIO_PROCESS, pid));
            }
        }
    }

    @Test
    void limitsWithoutExceptions() {
        Rlimit limit = processes.newRlimit();
        assertEquals(0, processes.getrlimitOrErrno(RLIMIT_NOFILE, limit));
        assertTrue(Rlimit.compare(limit.cur(), 0) > 0);
        assertEquals(0, processes.setrlimitOrErrno(RLIMIT_NOFILE, limit), "what it is already");
        assertMinus(EINVAL, processes.getrlimitOrErrno(NO_SUCH, limit));
        assertMinus(EINVAL, processes.setrlimitOrErrno(NO_SUCH, limit));
    }

    @Test
    void nobodyIsEsrchAndNoSuchKindIsEinval() {
        assertEquals(
                "pid 2147483647",
                assertErrno(ESRCH, () -> processes.getpriority(PRIO_PROCESS, NO_PROCESS))
                        .subject());
        assertEquals(
                "pgid 2147483647",
                assertErrno(ESRCH, () -> processes.getpriority(PRIO_PGRP, NO_PROCESS))
                        .subject());
        assertEquals(
                "uid " + Integer.toUnsignedString(NOBODY),
                assertErrno(ofNobody(), () -> processes.getpriority(PRIO_USER, NOBODY))
                        .subject());
        assertEquals(
                "which 99, who 3",
                assertErrno(EINVAL, () -> processes.getpriority(NO_SUCH, 3)).subject());
        assertEquals(
                "uid " + Integer.toUnsignedString(NOBODY),
                assertErrno(ofNobody(), () -> processes.setpriority(PRIO_USER, NOBODY, 1))
                        .subject());
        assertErrno(ESRCH, () -> processes.setpriority(PRIO_PROCESS, NO_PROCESS, 1));
        assertErrno(EINVAL, () -> processes.setpriority(NO_SUCH, 3, 1));
    }

    @Test
    void toBeLessNiceTakesPrivilege() throws IOException {
        try (ChildJvm child = ChildJvm.start(ProcessShell.class)) {
            withoutPrivilege(child);
            int niceness = Integer.parseInt(child.ask(line("getpriority", PRIO_PROCESS, 0)));
            assertEquals("ok", child.ask(line("setpriority", PRIO_PROCESS, 0, niceness + 1)));
            assertEquals("EACCES", child.ask(line("setpriority", PRIO_PROCESS, 0, niceness)));
            assertEquals("" + (niceness + 1), child.ask(line("getpriority", PRIO_PROCESS, 0)));
        }
    }

    @Test
    @NeedsRoot
    void somebodyElsesIsEperm() throws IOException {
        try (ChildJvm child = ChildJvm.start(ProcessShell.class);
                Children children = new Children()) {
            int pid = children.start(children.waiting());
            int niceness = niceness(pid);
            withoutPrivilege(child);
            assertEquals("EPERM", child.ask(line("setpriority", PRIO_PROCESS, pid, niceness + 1)));
            assertEquals("" + niceness, child.ask(line("getpriority", PRIO_PROCESS, pid)), "asking is free");
            assertEquals(niceness, niceness(pid));
        }
    }

    @ParameterizedTest
    @CsvSource({"n, 1", "t, 1", "s, 1024", "f, 512"})
    void getrlimitTellsWhatUlimitTells(String option, long unit) throws IOException {
        Rlimit limit = processes.getrlimit(
                switch (option) {
                    case "n" -> RLIMIT_NOFILE;
                    case "t" -> RLIMIT_CPU;
                    case "s" -> RLIMIT_STACK;
                    default -> RLIMIT_FSIZE;
                });
        assertEquals(Programs.output("/bin/sh", "-c", "ulimit -S -" + option), inUnits(limit.cur(), unit));
        assertEquals(Programs.output("/bin/sh", "-c", "ulimit -H -" + option), inUnits(limit.max(), unit));
    }

    @Test
    @NeedsProc
    void setrlimitSetsBoth() throws IOException {
        try (ChildJvm child = ChildJvm.start(ProcessShell.class)) {
            assertEquals("ok", child.ask(line("setrlimit", RLIMIT_NOFILE, 301, 402)));
            assertEquals("301 402", ofKernel(child.pid(), "Max open files"));
            assertEquals("301 402", child.ask(line("getrlimit", RLIMIT_NOFILE)));
            assertEquals("ok", child.ask(line("setrlimit", RLIMIT_NOFILE, 402, 402)), "as far as the hard one");
            assertEquals("402 402", ofKernel(child.pid(), "Max open files"));
            assertEquals("ok", child.ask(line("setrlimit", RLIMIT_FSIZE, (1L << 33) + 1, (1L << 40) + 3)));
            assertEquals("8589934593 1099511627779", ofKernel(child.pid(), "Max file size"));
            assertEquals("8589934593 1099511627779", child.ask(line("getrlimit", RLIMIT_FSIZE)));
            assertEquals("ok", child.ask(line("setrlimit", RLIMIT_CORE, 0, 0)));
            assertEquals("0 0", ofKernel(child.pid(), "Max core file size"));
        }
    }

    @Test
    @NeedsProc
    void noLimitIsUnlimited() throws IOException {
        try (ChildJvm child = ChildJvm.start(ProcessShell.class)) {
            assertEquals("unlimited unlimited", ofKernel(child.pid(), "Max cpu time"));
            assertEquals("unlimited unlimited", child.ask(line("getrlimit", RLIMIT_CPU)));
            assertEquals("ok", child.ask(line("setrlimit", RLIMIT_CPU, 1_000_000, "unlimited")));
            assertEquals("1000000 unlimited", ofKernel(child.pid(), "Max cpu time"));
            assertEquals("ok", child.ask(line("setrlimit", RLIMIT_CPU, "unlimited", "unlimited")));
            assertEquals("unlimited unlimited", ofKernel(child.pid(), "Max cpu time"));
        }
    }

    @Test
    @NeedsProc
    void whatIsLoweredStaysLowWithoutPrivilege() throws IOException {
        try (ChildJvm child = ChildJvm.start(ProcessShell.class)) {
            withoutPrivilege(child);
            assertEquals("ok", child.ask(line("setrlimit", RLIMIT_NOFILE, 300, 400)));
            assertEquals("EPERM", child.ask(line("setrlimit", RLIMIT_NOFILE, 300, 401)));
            assertEquals("EINVAL", child.ask(line("setrlimit", RLIMIT_NOFILE, 400, 399)));
            assertEquals("300 400", ofKernel(child.pid(), "Max open files"), "a failure changes nothing");
        }
    }

    @Test
    void noSuchResourceIsEinvalAndLeavesTheStructure() {
        Rlimit limit = processes.newRlimit().cur(11).max(12);
        byte[] before = ((Struct) limit).bytes().clone();
        assertEquals(
                "resource 99",
                assertErrno(EINVAL, () -> processes.getrlimit(NO_SUCH, limit)).subject());
        assertArrayEquals(before, ((Struct) limit).bytes());
        assertEquals(
                "resource 99",
                assertErrno(EINVAL, () -> processes.setrlimit(NO_SUCH, limit)).subject());
        assertErrno(EINVAL, () -> processes.getrlimit(-1));
    }

    @Test
    void anRlimitIsZeroUntilFilledAndIsFilledWhole() throws IOException {
        Rlimit limit = processes.newRlimit();
        assertEquals(0, limit.cur());
        assertEquals(0, limit.max());
        Arrays.fill(((Struct) limit).bytes(), (byte) 0x55);
        processes.getrlimit(RLIMIT_NOFILE, limit);
        Rlimit again = processes.getrlimit(RLIMIT_NOFILE);
        assertArrayEquals(((Struct) again).bytes(), ((Struct) limit).bytes());
        assertTrue(Rlimit.compare(limit.cur(), limit.max()) <= 0);
        assertTrue(Rlimit.compare(limit.cur(), 0) > 0);
    }

    @Test
    void anRlimitOfSomebodyElseIsRefused() {
        Rlimit foreign = (Rlimit) Proxy.newProxyInstance(
                Rlimit.class.getClassLoader(), new Class<?>[] {Rlimit.class}, (proxy, method, arguments) -> null);
        assertThrows(IllegalArgumentException.class, () -> processes.getrlimit(RLIMIT_CORE, foreign));
        assertThrows(IllegalArgumentException.class, () -> processes.setrlimit(RLIMIT_CORE, foreign));
        NullPointerException into =
                assertThrows(NullPointerException.class, () -> processes.getrlimit(RLIMIT_CORE, null));
        assertEquals("into", into.getMessage());
        NullPointerException given =
                assertThrows(NullPointerException.class, () -> processes.setrlimit(RLIMIT_CORE, null));
        assertEquals("limit", given.getMessage());
    }

    /** Whoever is root is somebody else from here on. */
    static void withoutPrivilege(ChildJvm child) throws IOException {
        if ("root".equals(System.getProperty("user.name"))) {
            assertEquals("ok", child.ask(line("setuid", 1234)));
        }
    }

    private static int niceness(int pid) {
        return Integer.parseInt(
                Programs.output("ps", "-o", "ni=", "-p", "" + pid).strip());
    }

    private static String inUnits(long limit, long unit) {
        return limit == Rlimit.INFINITY ? "unlimited" : Long.toUnsignedString(Long.divideUnsigned(limit, unit));
    }

    /** Soft and hard, as /proc has them. */
    protected static String ofKernel(int pid, String name) throws IOException {
        Path limits = Path.of("/proc/" + pid + "/limits");
        String line = Files.readAllLines(limits).stream()
                .filter(each -> each.startsWith(name))
                .findFirst()
                .orElseThrow();
        String[] words = line.substring(name.length()).strip().split("\\s+");
        return words[0] + " " + words[1];
    }
}
