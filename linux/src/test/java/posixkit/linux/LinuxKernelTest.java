package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Resource.RLIMIT_CORE;
import static posixkit.constants.Resource.RLIMIT_CPU;
import static posixkit.constants.Resource.RLIMIT_NOFILE;
import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_CMD_CAD_OFF;
import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_CMD_CAD_ON;
import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_CMD_HALT;
import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_CMD_KEXEC;
import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_CMD_POWER_OFF;
import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_CMD_RESTART;
import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_CMD_RESTART2;
import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_CMD_SW_SUSPEND;
import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_MAGIC1;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.ProcessShell.line;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
import posixkit.Struct;
import posixkit.ffi.Native;
import posixkit.linux.call.JnrLinuxCalls;
import posixkit.onlinux.Kernel;
import posixkit.process.Processes;
import posixkit.process.Rlimit;
import posixkit.testing.ChildJvm;
import posixkit.testing.Children;
import posixkit.testing.Compiler;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;

/** What {@link Kernel} promises about limits and the machine. {@code /proc} is the oracle. */
@ExtendWith(Descriptors.class)
class LinuxKernelTest {
    private static final int NO_PROCESS = Integer.MAX_VALUE;
    private static final int NO_SUCH = 99;
    private static final int[] COMMANDS = {
        LINUX_REBOOT_CMD_CAD_OFF,
        LINUX_REBOOT_CMD_CAD_ON,
        LINUX_REBOOT_CMD_HALT,
        LINUX_REBOOT_CMD_KEXEC,
        LINUX_REBOOT_CMD_POWER_OFF,
        LINUX_REBOOT_CMD_RESTART,
        LINUX_REBOOT_CMD_SW_SUSPEND,
    };

    private final Kernel kernel = Posix.get().onLinux().kernel();
    private final Processes processes = Posix.get().processes();

    @Test
    void prlimitTellsOurOwnLimits() throws IOException {
        Rlimit limit = processes.newRlimit();
        kernel.prlimit(0, RLIMIT_NOFILE, null, limit);
        assertEquals(ofKernel("self", "Max open files"), text(limit));
        kernel.prlimit(processes.getpid(), RLIMIT_NOFILE, null, limit);
        assertEquals(ofKernel("self", "Max open files"), text(limit));
        kernel.prlimit(0, RLIMIT_CPU, null, limit);
        assertEquals("unlimited unlimited", text(limit));
        kernel.prlimit(0, RLIMIT_CPU, null, null);
    }

    @Test
    void prlimitSetsAChildsAndTellsWhatTheyWere() throws IOException {
        try (Children children = new Children()) {
            int pid = children.start(children.waiting());
            int other = children.start(children.waiting());
            String before = ofKernel("" + other, "Max open files");
            Rlimit old = processes.newRlimit();
            kernel.prlimit(pid, RLIMIT_NOFILE, limit(201, 302), old);
            assertEquals(before, text(old));
            assertEquals("201 302", ofKernel("" + pid, "Max open files"));
            kernel.prlimit(pid, RLIMIT_NOFILE, limit(203, 301), null);
            assertEquals("203 301", ofKernel("" + pid, "Max open files"));
            Rlimit both = limit(101, 202);
            kernel.prlimit(pid, RLIMIT_NOFILE, both, both);
            assertEquals("203 301", text(both), "read before it is written");
            assertEquals("101 202", ofKernel("" + pid, "Max open files"));
            kernel.prlimit(pid, RLIMIT_NOFILE, null, old);
            assertEquals("101 202", text(old));
            assertEquals("101 202", text(kernel.prlimit(pid, RLIMIT_NOFILE)));
            assertEquals(before, ofKernel("" + other, "Max open files"));
            assertEquals(before, ofKernel("self", "Max open files"));
        }
    }

    @Test
    void prlimitThatFailsChangesNothing() throws IOException {
        try (Children children = new Children()) {
            int pid = children.start(children.waiting());
            Rlimit old = limit(11, 12);
            byte[] before = ((Struct) old).bytes().clone();
            Rlimit wanted = limit(5, 4);
            assertEquals(
                    "pid " + pid,
                    assertErrno(EINVAL, () -> kernel.prlimit(pid, RLIMIT_CORE, wanted, old))
                            .subject());
            assertErrno(ESRCH, () -> kernel.prlimit(NO_PROCESS, RLIMIT_CORE, null, old));
            assertErrno(EINVAL, () -> kernel.prlimit(pid, NO_SUCH, null, old));
            assertErrno(EINVAL, () -> kernel.prlimit(pid, -1, null, old));
            assertErrno(ESRCH, () -> kernel.prlimit(NO_PROCESS, RLIMIT_CORE));
            assertMinus(EINVAL, kernel.prlimitOrErrno(pid, RLIMIT_CORE, wanted, old));
            assertMinus(ESRCH, kernel.prlimitOrErrno(NO_PROCESS, RLIMIT_CORE, null, old));
            assertArrayEquals(before, ((Struct) old).bytes());
            assertEquals("5 4", text(wanted));
            assertEquals(ofKernel("self", "Max core file size"), ofKernel("" + pid, "Max core file size"));
        }
    }

    @Test
    @NeedsRoot
    void prlimitOfSomebodyElseIsEperm() throws IOException {
        try (Children children = new Children();
                ChildJvm child = ChildJvm.start(KernelShell.class)) {
            int pid = children.start(children.waiting());
            String before = ofKernel("" + child.pid(), "Max open files");
            assertEquals(before, child.ask(line("prlimit", 0, RLIMIT_NOFILE, 101, 202)));
            assertEquals("101 202", child.ask(line("prlimit", 0, RLIMIT_NOFILE)));
            assertEquals("ok", child.ask(line("setuid", 1234)));
            assertEquals("EPERM", child.ask(line("prlimit", pid, RLIMIT_NOFILE)));
            assertEquals("EPERM", child.ask(line("prlimit", 0, RLIMIT_NOFILE, 101, 203)), "what is low stays low");
            assertEquals("101 202", child.ask(line("prlimit", 0, RLIMIT_NOFILE, 100, 201)));
            assertEquals("100 201", ofKernel("" + child.pid(), "Max open files"));
        }
    }

    @Test
    void anRlimitOfSomebodyElseIsRefused() {
        Rlimit foreign = (Rlimit) Proxy.newProxyInstance(
                Rlimit.class.getClassLoader(), new Class<?>[] {Rlimit.class}, (proxy, method, arguments) -> null);
        assertThrows(IllegalArgumentException.class, () -> kernel.prlimit(0, RLIMIT_CORE, foreign, null));
        assertThrows(IllegalArgumentException.class, () -> kernel.prlimit(0, RLIMIT_CORE, null, foreign));
    }

    /** The child JVM cannot reboot, even if {@code reboot} passed another command than it should. */
    @Test
    @NeedsTool("setpriv")
    void rebootWithoutTheCapabilityIsEperm() throws IOException {
        try (ChildJvm child = powerless()) {
            for (int command : COMMANDS) {
                assertEquals("EPERM", child.ask(line("reboot", command)));
            }
        }
    }

    /** A command that needs an argument, another magic number, and neighbours of commands. */
    @Test
    @NeedsTool("setpriv")
    void whatIsNoCommandIsRefused() throws IOException {
        try (ChildJvm child = powerless()) {
            int[] none = {
                LINUX_REBOOT_CMD_RESTART2, LINUX_REBOOT_MAGIC1, 1, -1, LINUX_REBOOT_CMD_RESTART + 1, Integer.MIN_VALUE
            };
            for (int command : none) {
                assertEquals("refused", child.ask(line("reboot", command)));
            }
        }
    }

    /** A libc that only records the command. */
    @Test
    @NeedsTool("cc")
    void eachCommandReachesLibcAsItIs(@TempDir Path directory) throws IOException {
        String source = "long calls, command;\nint reboot(int cmd) { calls++; command = cmd; return 0; }\n";
        Native libc =
                Native.library(Compiler.library(directory, "reboot", source).toString());
        Kernel recorded = new LinuxKernel(LinuxBodies.over(libc), new JnrLinuxCalls(libc));
        long calls = 0;
        for (int command : COMMANDS) {
            recorded.reboot(command);
            calls++;
            assertEquals(command, Native.pointerAt(libc.symbol("command")));
            assertEquals(calls, Native.pointerAt(libc.symbol("calls")));
        }
        assertThrows(IllegalArgumentException.class, () -> recorded.reboot(LINUX_REBOOT_CMD_RESTART2));
        assertThrows(IllegalArgumentException.class, () -> recorded.rebootOrErrno(LINUX_REBOOT_CMD_RESTART2));
        assertEquals(calls, Native.pointerAt(libc.symbol("calls")));
    }

    /** Starts a JVM that has given up the capability for good. {@link KernelShell} checks that before it calls {@code reboot}. */
    private static ChildJvm powerless() throws IOException {
        List<String> launcher = new ArrayList<>(List.of("setpriv", "--no-new-privs"));
        if ("root".equals(System.getProperty("user.name"))) {
            launcher.addAll(List.of("--bounding-set", "-sys_boot", "--inh-caps", "-sys_boot"));
        }
        return ChildJvm.startBy(launcher, KernelShell.class);
    }

    private Rlimit limit(long cur, long max) {
        return processes.newRlimit().cur(cur).max(max);
    }

    private static String text(Rlimit limit) {
        return Rlimit.text(limit.cur()) + " " + Rlimit.text(limit.max());
    }

    /** Returns the soft and the hard limit. */
    private static String ofKernel(String process, String name) throws IOException {
        String line = Files.readAllLines(Path.of("/proc/" + process + "/limits")).stream()
                .filter(each -> each.startsWith(name))
                .findFirst()
                .orElseThrow();
        String[] words = line.substring(name.length()).strip().split("\\s+");
        return words[0] + " " + words[1];
    }
}
