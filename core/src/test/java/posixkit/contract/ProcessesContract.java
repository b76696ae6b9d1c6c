package posixkit.contract;

import static java.nio.file.Files.readString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.Resource.RUSAGE_CHILDREN;
import static posixkit.constants.Resource.RUSAGE_SELF;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Signal.SIGTERM;
import static posixkit.constants.Signal.SIGUSR1;
import static posixkit.testing.Children.await;
import static posixkit.testing.Children.shell;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.file.Io;
import posixkit.process.Processes;
import posixkit.process.Rusage;
import posixkit.process.WaitStatus;
import posixkit.testing.ChildJvm;
import posixkit.testing.Children;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;
import posixkit.testing.PosixShell;
import posixkit.testing.Proc;
import posixkit.testing.Programs;

/**
 * What {@link Processes} promises on every system of who we are, what we used, and signals. {@code /proc} and the JDK are the
 * oracles.
 */
@ExtendWith(Descriptors.class)
public abstract class ProcessesContract {
    /** Beyond every system's largest. */
    private static final int NO_PROCESS = Integer.MAX_VALUE;

    private final Processes processes = Posix.get().processes();
    private final Io io = Posix.get().io();

    @TempDir
    Path dir;

    @Test
    void weAreWhoTheJdkSaysWeAre() {
        assertEquals(ProcessHandle.current().pid(), processes.getpid());
        assertEquals(
                Programs.output("ps", "-o", "ppid=", "-p", "" + processes.getpid())
                        .strip(),
                "" + processes.getppid());
    }

    /** A child that has ended still has its account in /proc until it is waited for. */
    @Test
    @NeedsProc
    void wait4TellsWhatTheChildUsed() throws IOException {
        Path peak = dir.resolve("peak");
        int pid = processes.spawn(shell("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; "
                        + "while read -r name value unit; do [ $name = VmHWM: ] && echo $value; done < /proc/$$/status; "
                        + "exit 2")
                .open(1, peak.toString(), O_WRONLY | O_CREAT, 0600));
        Proc.awaitZombie(pid);
        long minflt = Long.parseLong(Proc.stat(pid, 10));
        long majflt = Long.parseLong(Proc.stat(pid, 12));
        long userTicks = Long.parseLong(Proc.stat(pid, 14));
        long systemTicks = Long.parseLong(Proc.stat(pid, 15));
        Path account = Path.of("/proc/" + pid + "/status");
        long voluntary = Long.parseLong(Proc.field(account, "voluntary_ctxt_switches"));
        long involuntary = Long.parseLong(Proc.field(account, "nonvoluntary_ctxt_switches"));
        WaitStatus status = new WaitStatus();
        Rusage usage = processes.newRusage();
        assertEquals(pid, processes.wait4OrErrno(pid, status, 0, usage));
        assertEquals(2, status.exitStatus());
        assertTrue(minflt > 0);
        assertEquals(minflt, usage.minflt(), "minflt");
        assertEquals(majflt, usage.majflt(), "majflt");
        assertEquals(voluntary, usage.nvcsw(), "nvcsw");
        assertEquals(involuntary, usage.nivcsw(), "nivcsw");
        assertTrue(userTicks > 2, userTicks + " ticks");
        assertEquals(userTicks * 10.0, usage.userTime().toMillis(), 15, "user time");
        assertEquals(systemTicks * 10.0, usage.systemTime().toMillis(), 15, "system time");
        long kibibytes = usage.maxrss() * maxrssUnit() / 1024;
        long least = Long.parseLong(readString(peak).strip());
        assertTrue(kibibytes >= least, kibibytes + " KiB, and itself it said " + least);
        assertTrue(kibibytes < 1L << 32, kibibytes + " KiB");
    }

    /** How many bytes one is of what {@link Rusage#maxrss} counts. */
    protected int maxrssUnit() {
        return 1024;
    }

    @Test
    @NeedsProc
    void getrusageAgreesWithTheJdkOnTime() throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Rusage usage = processes.newRusage();
        double userBefore = userSeconds();
        long before = system.getProcessCpuTime();
        processes.getrusage(RUSAGE_SELF, usage);
        long after = system.getProcessCpuTime();
        long nanos = usage.userTime().plus(usage.systemTime()).toNanos();
        long slack = Duration.ofMillis(50).toNanos();
        assertTrue(before - slack <= nanos && nanos <= after + slack, before + " <= " + nanos + " <= " + after);
        assertTrue(usage.utimeUsec() < 1_000_000 && usage.stimeUsec() < 1_000_000);
        double user = usage.userTime().toMillis() / 1e3;
        double userAfter = userSeconds();
        assertTrue(
                userBefore - 0.05 <= user && user <= userAfter + 0.05,
                "user time on its own: " + userBefore + " <= " + user + " <= " + userAfter);
        long peak = Long.parseLong(Proc.ofThisThread("VmHWM").split(" ")[0]);
        long kibibytes = processes.getrusage(RUSAGE_SELF).maxrss() * maxrssUnit() / 1024;
        assertEquals(peak, kibibytes, peak / 10.0, "peak");
        assertEquals(
                "who 99", assertErrno(EINVAL, () -> processes.getrusage(99)).subject());
        assertMinus(EINVAL, processes.getrusageOrErrno(99, usage));
        assertEquals(0, processes.getrusageOrErrno(RUSAGE_SELF, usage));
    }

    /**
     * A child shares this process's memory until it is a program, and the kernel counts that. While it runs, its own peak is in
     * {@code /proc}.
     */
    @Test
    @NeedsProc
    void theMaxrssOfASpawnedChildIsNotBelowItsParents() throws IOException {
        try (Children children = new Children()) {
            int pid = children.start(children.waiting());
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (!readString(Path.of("/proc/" + pid + "/comm")).equals("sh\n")) {
                assertTrue(System.nanoTime() < deadline, "no program yet");
            }
            Path status = Path.of("/proc/" + pid + "/status");
            long own = Long.parseLong(Proc.field(status, "VmHWM").split(" ")[0]);
            children.release();
            Rusage usage = processes.newRusage();
            assertEquals(pid, processes.wait4(pid, null, 0, usage));
            children.waited(pid);
            long kibibytes = usage.maxrss() * maxrssUnit() / 1024;
            long ours = Long.parseLong(Proc.ofThisThread("VmRSS").split(" ")[0]);
            assertTrue(kibibytes > ours / 2, kibibytes + " KiB, this JVM " + ours);
            assertTrue(own < kibibytes / 3, own + " KiB of its own, " + kibibytes + " in all");
        }
    }

    private double userSeconds() throws IOException {
        return Long.parseLong(Proc.stat(processes.getpid(), 14)) / 100.0;
    }

    @Test
    void getrusageOfChildrenGrowsByWhatOneUsed() throws IOException {
        Rusage before = processes.getrusage(RUSAGE_CHILDREN);
        Rusage used = processes.newRusage();
        int pid = processes.spawn(shell("i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done"));
        assertEquals(pid, processes.wait4(pid, null, 0, used));
        Rusage after = processes.getrusage(RUSAGE_CHILDREN);
        assertTrue(
                used.userTime().compareTo(Duration.ofMillis(10)) > 0,
                used.userTime().toString());
        Duration grown = after.userTime().plus(after.systemTime());
        grown = grown.minus(before.userTime()).minus(before.systemTime());
        assertEquals(used.userTime().plus(used.systemTime()).toNanos() / 1e6, grown.toNanos() / 1e6, 5);
        assertEquals(used.minflt(), after.minflt() - before.minflt());
    }

    @Test
    void killWithSignalZeroAsks() throws IOException {
        processes.kill(processes.getpid(), 0);
        assertEquals(0, processes.killOrErrno(processes.getpid(), 0));
        assertEquals(
                "pid " + NO_PROCESS,
                assertErrno(ESRCH, () -> processes.kill(NO_PROCESS, 0)).subject());
        assertMinus(ESRCH, processes.killOrErrno(NO_PROCESS, 0));
        assertErrno(ESRCH, () -> processes.kill(-NO_PROCESS, 0));
        int pid = processes.spawn(shell("exit"));
        processes.wait4(pid, null, 0, null);
        assertErrno(ESRCH, () -> processes.kill(pid, 0));
    }

    @Test
    void killOfNoSignalIsEinval() {
        int pid = processes.getpid();
        assertErrno(EINVAL, () -> processes.kill(pid, 1000));
        assertErrno(EINVAL, () -> processes.kill(pid, -1));
        assertMinus(EINVAL, processes.killOrErrno(pid, 1000));
    }

    @Test
    @NeedsRoot
    void killOfWhatIsNotOursIsEperm() throws IOException {
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            assertEquals("ok", child.ask("setuid 1234"));
            assertEquals("EPERM", child.ask("kill " + processes.getpid() + " 0"));
            assertEquals("ok", child.ask("kill " + child.pid() + " 0"));
        }
    }

    @Test
    void killReachesAChild() throws IOException {
        for (int signal : new int[] {SIGTERM, SIGKILL, SIGUSR1}) {
            try (Children children = new Children()) {
                int pid = children.start(children.waiting());
                assertEquals(0, processes.killOrErrno(pid, signal));
                WaitStatus status = new WaitStatus();
                assertEquals(pid, processes.wait4(pid, status, 0, null));
                children.waited(pid);
                assertEquals(signal, status.signal());
            }
        }
    }

    /** The pipe ends when nobody has its other end any more: the shell and its own child both had. */
    @Test
    void killReachesAGroup() throws IOException {
        int[] pipe = io.pipe();
        Fd write = Fd.own(pipe[1]);
        try (Fd read = Fd.own(pipe[0])) {
            int pid = processes.spawn(
                    shell("sleep 100 & echo up; wait").dup2(write.num(), 1).processGroup(0));
            write.close();
            byte[] said = new byte[16];
            assertEquals(3, io.read(read.num(), said));
            processes.kill(-pid, SIGTERM);
            assertEquals(0, io.read(read.num(), said));
            assertEquals(SIGTERM, await(pid).signal());
        }
    }
}
