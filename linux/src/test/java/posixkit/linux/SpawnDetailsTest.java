package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTTY;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_NOCTTY;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Resource.RLIMIT_CPU;
import static posixkit.constants.Resource.RLIMIT_NOFILE;
import static posixkit.constants.Resource.RLIM_INFINITY;
import static posixkit.constants.Signal.SIGTERM;
import static posixkit.constants.Signal.SIGTRAP;
import static posixkit.constants.Signal.SIGUSR2;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWPID;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWUTS;
import static posixkit.onlinux.constants.LinuxClone.CLONE_THREAD;
import static posixkit.onlinux.constants.LinuxIoctl.TIOCGPTN;
import static posixkit.onlinux.constants.LinuxIoctl.TIOCSPTLCK;
import static posixkit.onlinux.constants.LinuxPrctl.PR_GET_DUMPABLE;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_prctl;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_rt_sigaction;
import static posixkit.onlinux.constants.LinuxWait.__WALL;
import static posixkit.testing.Children.exitOf;
import static posixkit.testing.Children.outputOf;
import static posixkit.testing.Children.shell;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.memory.Mapping;
import posixkit.onlinux.Syscalls;
import posixkit.process.Processes;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;
import posixkit.testing.ChildJvm;
import posixkit.testing.Children;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsRoot;
import posixkit.testing.PosixShell;
import posixkit.testing.Proc;

/** What {@link Spawn} promises beyond posix_spawn. The children's own words and {@code /proc} are the oracles. */
@ExtendWith(Descriptors.class)
class SpawnDetailsTest {
    private static final long SIG_IGN = 1;

    private final Posix posix = Posix.get();
    private final Processes processes = posix.processes();

    @TempDir
    private Path dir;

    private String output(Spawn spawn) throws IOException {
        return outputOf(spawn, dir).strip();
    }

    /** A field of the child's own status. */
    private String status(String field, Spawn spawn) throws IOException {
        return output(spawn)
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip().replaceAll("\\s+", " "))
                .findFirst()
                .orElseThrow();
    }

    private static Spawn ownStatus() {
        return Spawn.of("/bin/cat", "/proc/self/status");
    }

    private static Spawn somebody() {
        return ownStatus().credentials(12345, 23456, 7, 8, -2);
    }

    @Test
    void itsDirectoryIsWhereEverythingBegins() throws IOException {
        Path real = dir.toRealPath();
        assertEquals(real.toString(), output(Spawn.of("/bin/pwd").directory(real.toString())));
        Files.writeString(real.resolve("here"), "content");
        Spawn cat = Spawn.of("cat").directory(real.toString()).open(0, "here", O_RDONLY, 0);
        assertEquals("content", output(cat), "a file to open, too");
        Path script = Files.writeString(real.resolve("script"), "#!/bin/sh\necho started\n");
        assertTrue(script.toFile().setExecutable(true));
        assertEquals("started", output(Spawn.of("./script").directory(real.toString())), "and the program");
    }

    @Test
    void theStepThatFailedSaysWhy() throws IOException {
        String missing = dir + "/missing";
        ErrnoException chdir =
                assertErrno(ENOENT, () -> processes.spawn(Spawn.of("true").directory(missing)));
        assertEquals("chdir \"" + missing + "\": ENOENT (2): No such file or directory", chdir.getMessage());
        assertFails(
                "setpgid pgid 2147483647",
                EPERM,
                Spawn.of("true").directory("/").processGroup(Integer.MAX_VALUE));
        assertFails(
                "open \"" + missing + "\"",
                ENOENT,
                Spawn.of("true").directory("/").open(5, missing, O_RDONLY, 0));
        assertFails("dup2 fd 1000000", EBADF, Spawn.of("true").directory("/").dup2(1_000_000, 5));
        assertFails("dup2 fd 1000000", EBADF, Spawn.of("true").directory("/").dup2(1_000_000, 1_000_000));
        assertFails("setrlimit resource 99", EINVAL, Spawn.of("true").limit(99, 1, 1));
        assertFails("setrlimit resource " + RLIMIT_CPU, EINVAL, Spawn.of("true").limit(RLIMIT_CPU, 2, 1));
        assertFails(
                "ioctl fd 0",
                ENOTTY,
                Spawn.of("true").session().open(0, "/dev/null", O_RDONLY, 0).controllingTerminal(0));
        assertFails(
                "execve \"no-such-program\"",
                ENOENT,
                Spawn.of("no-such-program").umask(0));
        assertFails("execve \"\"", ENOENT, Spawn.of("").umask(0));
        assertFails("execve \"" + dir + "\"", EACCES, Spawn.of(dir.toString()).umask(0));
    }

    private void assertFails(String what, int errno, Spawn spawn) {
        ErrnoException failed = assertErrno(errno, () -> processes.spawn(spawn));
        assertEquals(what, failed.call() + " " + failed.subject());
    }

    @Test
    void aSessionIsItsOwn() throws IOException {
        String script =
                "read -r pid comm state ppid pgrp session tty rest </proc/self/stat; echo $((pid - session)) $((pid - pgrp)) $tty";
        assertEquals("0 0 0", output(shell(script).session()));
        assertNotEquals("0 0 0", output(shell(script).umask(0)), "without, it is in ours");
    }

    @Test
    void aTerminalIsTaken() throws IOException {
        try (Fd master = Fd.own(posix.files().open("/dev/ptmx", O_RDWR | O_NOCTTY))) {
            posix.io().ioctlPtr(master.num(), TIOCSPTLCK, new byte[4]);
            byte[] number = new byte[4];
            posix.io().ioctlPtr(master.num(), TIOCGPTN, number);
            int terminal =
                    ByteBuffer.wrap(number).order(ByteOrder.nativeOrder()).getInt();
            String pts = "/dev/pts/" + terminal;
            // The number of the device holds the minor number in two parts.
            String script = "read -r pid comm state ppid pgrp session tty rest </proc/self/stat;"
                    + " echo $((tty & 0xff | tty >> 12 & 0xfff00)); echo x >/dev/tty";
            assertEquals(
                    "" + terminal,
                    output(shell(script)
                            .session()
                            .open(0, pts, O_RDWR | O_NOCTTY, 0)
                            .controllingTerminal(0)));
        }
    }

    @Test
    void itsFilesAreMadeWithItsUmask() throws IOException {
        assertEquals("0027", output(shell("umask").umask(027)));
        assertEquals("0000", output(shell("umask").umask(0)));
        Path made = dir.resolve("made");
        exitOf(Spawn.of("true").umask(0777).open(7, made.toString(), O_RDWR | O_CREAT, 0666));
        assertEquals(0, (Integer) Files.getAttribute(made, "unix:mode") & 0777);
        assertThrows(IllegalArgumentException.class, () -> Spawn.of("true").umask(01000));
        assertThrows(IllegalArgumentException.class, () -> Spawn.of("true").umask(-1));
    }

    @Test
    void itIsAsNiceAsItWasTold() throws IOException {
        assertEquals("7", output(Spawn.of("nice").niceness(7)));
        assertEquals("19", output(Spawn.of("nice").niceness(19)));
    }

    @Test
    void itHasItsLimits() throws IOException {
        Spawn limited = shell("ulimit -Sn; ulimit -Hn; ulimit -St; ulimit -Ht")
                .limit(RLIMIT_NOFILE, 100, 200)
                .limit(RLIMIT_CPU, 1000, RLIM_INFINITY);
        assertEquals("100\n200\n1000\nunlimited", output(limited));
        assertErrno(
                EBADF,
                () -> processes.spawn(
                        Spawn.of("true").limit(RLIMIT_NOFILE, 100, 200).dup2(0, 150)));
    }

    @Test
    @NeedsRoot
    void itIsWhoItWasTold() throws IOException {
        assertEquals("12345 12345 12345 12345", status("Uid", somebody()));
        assertEquals("23456 23456 23456 23456", status("Gid", somebody()));
        assertEquals("7 8 4294967294", status("Groups", somebody()));
        assertEquals("", status("Groups", ownStatus().credentials(0, 0)), "none of ours");
        assertEquals("0 0 0 0", Proc.ofThisThread("Uid"), "and we are who we were");
        long dumpable = posix.onLinux().syscalls().syscall(SYS_prctl, PR_GET_DUMPABLE, 0, 0);
        assertEquals(1, dumpable, "and can be looked into again");
        Path secret = Files.writeString(dir.resolve("secret"), "");
        posix.files().chmod(secret.toString(), 0600);
        posix.files().chmod(dir.toString(), 0755);
        assertFails(
                "open \"" + secret + "\"",
                EACCES,
                Spawn.of("true").credentials(12345, 23456).open(5, secret.toString(), O_RDONLY, 0));
        posix.files().chmod(dir.toString(), 0700);
        assertFails(
                "chdir \"" + dir + "\"",
                EACCES,
                Spawn.of("true").credentials(12345, 23456).directory(dir.toString()));
    }

    @Test
    @NeedsRoot
    void anOrdinaryUserCannotBecomeAnother() throws IOException {
        try (ChildJvm child = ChildJvm.start(PosixShell.class)) {
            assertEquals("exited 3", child.ask("spawnAs 0 0"));
            assertEquals("ok", child.ask("setuid 12345"));
            assertEquals("EPERM", child.ask("spawnAs 0 0"));
        }
    }

    @Test
    void signalsAreAsTheyWereTold() throws IOException {
        long blocked = 1L << SIGTERM - 1 | 1L << SIGUSR2 - 1;
        assertEquals("%016x".formatted(blocked), status("SigBlk", ownStatus().blockedSignals(SIGTERM, SIGUSR2)));
        assertEquals("0000000000000000", status("SigBlk", ownStatus().umask(0)));
        assertEquals("0000000000000000", status("SigCgt", ownStatus().umask(0)), "the JVM's handlers are not there");
        assertThrows(IllegalArgumentException.class, () -> Spawn.of("true").blockedSignals(0));
        assertThrows(IllegalArgumentException.class, () -> Spawn.of("true").blockedSignals(65));
        assertThrows(IllegalArgumentException.class, () -> Spawn.of("true").defaultSignals(-1));
    }

    @Test
    void whatIsIgnoredStaysSoUnlessSomebodyMinds() throws IOException {
        Syscalls syscalls = posix.onLinux().unguardedSyscalls();
        int words = 4;
        try (Mapping actions =
                posix.memory().mmap(-1, 0, 2L * words * Long.BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON)) {
            long before = actions.address() + words * Long.BYTES;
            actions.putLong(0, SIG_IGN);
            syscalls.syscall6(SYS_rt_sigaction, SIGUSR2, actions.address(), before, Long.BYTES, 0, 0);
            try {
                // Others may be ignored here from birth, as by nohup.
                String ours = Proc.ofThisThread("SigIgn");
                long others = Long.parseUnsignedLong(ours, 16) & ~(1L << SIGUSR2 - 1);
                assertNotEquals("%016x".formatted(others), ours);
                assertEquals(ours, status("SigIgn", ownStatus().umask(0)));
                assertEquals(
                        "%016x".formatted(others), status("SigIgn", ownStatus().defaultSignals(SIGUSR2)));
            } finally {
                syscalls.syscall6(SYS_rt_sigaction, SIGUSR2, before, 0, Long.BYTES, 0, 0);
            }
        }
    }

    /** Stopped before its first instruction, and traced by the thread that started it. */
    @Test
    void aTracedChildWaitsForItsTracer() throws IOException {
        int pid = processes.spawn(shell("exit 6").traceMe());
        WaitStatus status = new WaitStatus();
        processes.wait4(pid, status, __WALL, null);
        assertEquals(SIGTRAP, status.stopSignal());
        assertEquals(
                Files.readSymbolicLink(Path.of("/proc/thread-self"))
                        .getFileName()
                        .toString(),
                Proc.field(Path.of("/proc/" + pid + "/status"), "TracerPid"));
        posix.onLinux().ptrace().cont(pid, 0);
        assertEquals("exited 6", Children.await(pid).toString());
    }

    @Test
    @NeedsRoot
    void namespacesAreItsOwn() throws IOException {
        assertEquals("1", output(shell("echo $$").cloneFlags(CLONE_NEWPID)));
        String ours = Files.readSymbolicLink(Path.of("/proc/self/ns/uts")).toString();
        Spawn other = Spawn.of("readlink", "/proc/self/ns/uts").cloneFlags(CLONE_NEWUTS);
        assertNotEquals(ours, output(other));
        assertEquals(ours, output(Spawn.of("readlink", "/proc/self/ns/uts").cloneFlags(0)));
        assertThrows(
                IllegalArgumentException.class,
                () -> processes.spawn(Spawn.of("true").cloneFlags(CLONE_THREAD)));
        assertThrows(
                IllegalArgumentException.class,
                () -> processes.spawn(Spawn.of("true").cloneFlags(SIGTERM)));
    }

    @Test
    void itDoesNotStartSuspendedEither() {
        assertThrows(
                UnsupportedOperationException.class,
                () -> processes.spawn(Spawn.of("true").umask(0).startSuspended()));
    }

    /** Everything at once, from many threads: whose child is whose, and what it was told, is never mixed up. */
    @Test
    void manyThreadsSpawnAtOnce() throws Exception {
        int threads = 8;
        int each = 25;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Void>> done = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int mask = thread;
                done.add(pool.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        String script = "[ $(umask) = 000$1 ] && [ $PWD = / ] && exit $2";
                        Spawn spawn = Spawn.of("/bin/sh", "-c", script, "sh", "" + mask, "" + i);
                        assertEquals(i, exitOf(spawn.umask(mask).directory("/")));
                        byte[] garbage = new byte[1 << 18];
                        assertEquals(0, garbage[i]);
                    }
                    return null;
                }));
            }
            for (Future<Void> future : done) {
                future.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
