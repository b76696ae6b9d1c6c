package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.ECHILD;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EMFILE;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.ESRCH;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Wait.WNOHANG;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_pidfd_open;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.WithFiles;
import posixkit.event.PollFds;
import posixkit.ffi.Native;
import posixkit.linux.call.JnrLinuxCalls;
import posixkit.linux.call.LinuxCalls;
import posixkit.linux.call.SyscallCalls;
import posixkit.onlinux.Pidfds;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.process.WaitStatus;
import posixkit.testing.Children;
import posixkit.testing.Proc;
import posixkit.unix.Bindings;

/** Tests {@link Pidfds}. The oracles are {@code /proc/self/fdinfo} and what the parent of a process sees. */
class LinuxPidfdsTest extends WithFiles {
    private final Pidfds pidfds = posix.onLinux().pidfds();

    /** The child whose descriptor was to be opened last; 0 if there was none. */
    private int started;

    @Test
    void aDescriptorMeansAProcessUntilItsEnd() throws IOException {
        int child = posix.processes().spawn(Spawn.of("/bin/sleep", "60"));
        WaitStatus status = new WaitStatus();
        try (Fd pidfd = Fd.own(pidfds.pidfdOpen(child, 0))) {
            assertEquals(Integer.toString(child), Proc.field(Path.of("/proc/self/fdinfo/" + pidfd.num()), "Pid"));
            assertEquals(FD_CLOEXEC, posix.io().fcntl(pidfd.num(), F_GETFD, 0));
            PollFds fds = posix.poll().newPollFds(1);
            fds.add(pidfd.num(), POLLIN);
            assertEquals(0, posix.poll().poll(fds, 0));
            pidfds.pidfdSendSignal(pidfd.num(), 0);
            assertErrno(EINVAL, () -> pidfds.pidfdSendSignal(pidfd.num(), 1_000));
            pidfds.pidfdSendSignal(pidfd.num(), SIGKILL);
            assertEquals(1, posix.poll().poll(fds, -1));
            assertEquals(child, posix.processes().wait4(child, status, 0, null));
            assertEquals(SIGKILL, status.signal());
            assertErrno(ESRCH, () -> pidfds.pidfdSendSignal(pidfd.num(), SIGKILL));
        }
        assertErrno(ESRCH, () -> pidfds.pidfdOpen(child, 0));
        assertErrno(EINVAL, () -> pidfds.pidfdOpen(0, 0));
        assertErrno(EINVAL, () -> pidfds.pidfdOpen(child, 1));
        assertErrno(EBADF, () -> pidfds.pidfdSendSignal(NOT_OPEN, 0));
        int[] pipe = posix.io().pipe();
        assertErrno(EBADF, () -> pidfds.pidfdSendSignal(pipe[0], 0));
        close(pipe[0]);
        close(pipe[1]);
    }

    @Test
    void aProgramStartsWithADescriptor() throws IOException {
        SpawnFailure failure = new SpawnFailure();
        Pidfds.SpawnedChild child = pidfds.pidfdSpawn(Spawn.of("/bin/sleep", "60"), failure);
        try (Fd pidfd = Fd.own(child.pidfd())) {
            assertIsOf(child.pid(), pidfd);
            assertEquals(FD_CLOEXEC, posix.io().fcntl(pidfd.num(), F_GETFD, 0));
            pidfds.pidfdSendSignal(pidfd.num(), SIGKILL);
            assertEquals("killed by SIGKILL", Children.await(child.pid()).toString());
            assertNull(failure.step());
        }
        Pidfds inheriting = posix.inheriting().onLinux().pidfds();
        child = inheriting.pidfdSpawn(Spawn.of("/bin/true").umask(0), failure);
        assertEquals(0, posix.io().fcntl(child.pidfd(), F_GETFD, 0));
        close(child.pidfd());
        assertEquals("exited 0", Children.await(child.pid()).toString());
    }

    private static void assertIsOf(int pid, Fd pidfd) throws IOException {
        assertEquals(Integer.toString(pid), Proc.field(Path.of("/proc/self/fdinfo/" + pidfd.num()), "Pid"));
    }

    /** Neither a child nor a descriptor is left. */
    @Test
    void aProgramThatDoesNotStartHasNoDescriptor() throws IOException {
        SpawnFailure failure = new SpawnFailure();
        assertErrno(ENOENT, () -> pidfds.pidfdSpawn(Spawn.of("/no/such"), failure));
        assertEquals(SpawnFailure.Step.PROGRAM, failure.step());
        assertErrno(ECHILD, () -> posix.processes().wait4(-1, null, WNOHANG, null));
    }

    /** Where machine code is forbidden, posix_spawn starts it, and pidfd_open opens the descriptor. */
    @Test
    void posixSpawnStartsItToo() throws IOException {
        Bindings bindings = LinuxBodies.over(Native.process());
        LinuxCalls linux = new JnrLinuxCalls(Native.process());
        LinuxStarter starter =
                LinuxPosixSpawnTest.starterWithoutCode(new LinuxPosixSpawn(bindings, () -> LinuxPosixSpawnTest.OLD));
        Pidfds plain = new LinuxPidfds(bindings, linux.syscall(), starter);
        Pidfds.SpawnedChild child = plain.pidfdSpawn(Spawn.of("/bin/sh", "-c", "exit 3"), new SpawnFailure());
        try (Fd pidfd = Fd.own(child.pidfd())) {
            assertIsOf(child.pid(), pidfd);
        }
        assertEquals("exited 3", Children.await(child.pid()).toString());
    }

    /** If the process has no room for the descriptor, the child that runs already is ended. */
    @Test
    void aChildWhoseDescriptorCannotBeOpenedIsEnded() {
        Pidfds full = withoutCode(-EMFILE);
        SpawnFailure failure = new SpawnFailure();
        try {
            assertErrno(EMFILE, () -> full.pidfdSpawn(Spawn.of("/bin/sleep", "60"), failure));
            assertEquals("pidfd_open", failure.call());
            assertErrno(ECHILD, () -> posix.processes().wait4(started, null, WNOHANG, null));
        } finally {
            // A child that is left would disturb the next test.
            if (started > 0 && posix.processes().killOrErrno(started, SIGKILL) == 0) {
                posix.processes().wait4OrErrno(started, new WaitStatus(), 0, null);
            }
        }
    }

    /** A program without standard input gets 0 as its next descriptor. */
    @Test
    void theDescriptorMayBeZero() throws IOException {
        Pidfds.SpawnedChild child = withoutCode(0).pidfdSpawn(Spawn.of("/bin/true"), new SpawnFailure());
        assertEquals(0, child.pidfd());
        assertEquals("exited 0", Children.await(child.pid()).toString());
    }

    /** Returns a body that starts programs with posix_spawn, and gets {@code opened} when it opens the descriptor of one. */
    private Pidfds withoutCode(int opened) {
        Bindings bindings = LinuxBodies.over(Native.process());
        LinuxCalls linux = new JnrLinuxCalls(Native.process());
        SyscallCalls kernel = (number, a, b, c, d) -> {
            if (number != SYS_pidfd_open || a < 0) {
                return linux.syscall().syscall(number, a, b, c, d);
            }
            started = (int) a;
            return opened;
        };
        LinuxPosixSpawn posixSpawn = new LinuxPosixSpawn(bindings, () -> LinuxPosixSpawnTest.OLD);
        return new LinuxPidfds(bindings, kernel, LinuxPosixSpawnTest.starterWithoutCode(posixSpawn));
    }

    /** Before Linux 5.3, a program is not even started. */
    @Test
    void anOldKernelStartsNothing() {
        LinuxCalls linux = new JnrLinuxCalls(Native.process());
        SyscallCalls old = (number, a, b, c, d) ->
                number == SYS_pidfd_open ? -ENOSYS : linux.syscall().syscall(number, a, b, c, d);
        Bindings bindings = LinuxBodies.over(Native.process());
        Pidfds none = new LinuxPidfds(bindings, old, new LinuxStarter(bindings, linux));
        SpawnFailure failure = new SpawnFailure();
        assertErrno(ENOSYS, () -> none.pidfdSpawn(Spawn.of("/bin/sleep", "60"), failure));
        assertEquals("pidfd_open", failure.call());
        assertMinus(ENOSYS, none.pidfdOpenOrErrno(1, 0));
        assertErrno(ECHILD, () -> posix.processes().wait4(-1, null, WNOHANG, null));
    }

    @Test
    void aDescriptorOfAnotherProcessIsDuplicated() throws IOException {
        String path = file("file", "content").toString();
        int child = posix.processes().spawn(Spawn.of("/bin/sleep", "60").open(0, path, O_RDONLY, 0));
        try (Fd pidfd = Fd.own(pidfds.pidfdOpen(child, 0));
                Fd copy = Fd.own(pidfds.pidfdGetfd(pidfd.num(), 0))) {
            byte[] bytes = new byte[7];
            posix.io().read(copy.num(), bytes);
            assertEquals("content", new String(bytes, StandardCharsets.UTF_8));
            assertEquals(FD_CLOEXEC, posix.io().fcntl(copy.num(), F_GETFD, 0));
            assertErrno(EBADF, () -> pidfds.pidfdGetfd(pidfd.num(), NOT_OPEN));
            assertErrno(EBADF, () -> pidfds.pidfdGetfd(NOT_OPEN, 0));
        } finally {
            posix.processes().kill(child, SIGKILL);
            posix.processes().wait4(child, new WaitStatus(), 0, null);
        }
    }
}
