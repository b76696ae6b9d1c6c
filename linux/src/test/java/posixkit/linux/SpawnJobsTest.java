package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOEXEC;
import static posixkit.constants.Errno.ENOTTY;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Signal.SIGUSR1;
import static posixkit.constants.Wait.WNOHANG;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWPID;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import posixkit.contract.WithFiles;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.process.SpawnFailure.Step;
import posixkit.process.WaitStatus;
import posixkit.testing.ChildJvm;
import posixkit.testing.Children;
import posixkit.testing.NeedsRoot;

/** Children in the foreground of a terminal, children that end with a thread, and scripts that only a shell can run. */
class SpawnJobsTest extends WithFiles {
    private Path script(String name, String mode, String text) throws IOException {
        return Files.setPosixFilePermissions(file(name, text), PosixFilePermissions.fromString(mode));
    }

    /** The kernel's {@code stat} of the child tells its group and the terminal's foreground group. */
    @Test
    void aChildIsInTheForeground() throws IOException {
        try (ChildJvm jvm = ChildJvm.startBy(List.of("setsid"), JobsProgram.class)) {
            assertEquals("foreground, back again", jvm.ask("foreground"));
            assertEquals("background", jvm.ask("background"));
        }
    }

    @Test
    void whatIsNoTerminalHasNoForeground() {
        SpawnFailure failure = new SpawnFailure();
        assertErrno(ENOTTY, () -> posix.processes()
                .spawn(Spawn.of("true").open(0, "/dev/null", 0, 0).foreground(0), failure));
        assertEquals(
                List.of(Step.TERMINAL, "tcsetpgrp", "fd 0"),
                List.of(failure.step(), failure.call(), failure.subject()));
        assertErrno(EBADF, () -> posix.processes().spawn(Spawn.of("true").foreground(900), failure));
        assertRefused("fd", () -> Spawn.of("true").foreground(-1));
    }

    /** Starts a child on a thread, and ends the thread; returns what became of the child. */
    private WaitStatus afterTheThread(Spawn spawn) throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicReference<Object> started = new AtomicReference<>();
        CountDownLatch isStarted = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            try {
                started.set(posix.processes().spawn(spawn));
                isStarted.countDown();
                mayEnd.await();
            } catch (IOException | InterruptedException e) {
                started.set(e);
                isStarted.countDown();
            }
        });
        thread.start();
        isStarted.await();
        int pid = (Integer) started.get();
        Thread.sleep(100);
        assertEquals(0, posix.processes().wait4(pid, null, WNOHANG, null), "it ended with its thread still there");
        mayEnd.countDown();
        thread.join();
        return Children.await(pid);
    }

    @Test
    void aChildEndsWithTheThreadThatStartedIt() throws Exception {
        assertEquals(
                SIGUSR1,
                afterTheThread(Spawn.of("/bin/sleep", "60").deathSignal(SIGUSR1))
                        .signal());
        Spawn blocking = Spawn.of("/bin/sleep", "60").deathSignal(SIGKILL).blockedSignals(SIGUSR1);
        assertEquals(SIGKILL, afterTheThread(blocking).signal());
        assertRefused("signal", () -> Spawn.of("true").deathSignal(0));
        assertRefused("signal", () -> Spawn.of("true").deathSignal(65));
        assertThrows(
                IllegalStateException.class, () -> Spawn.of("true").traceMe().deathSignal(SIGKILL));
        assertThrows(
                IllegalStateException.class,
                () -> Spawn.of("true").deathSignal(SIGKILL).traceMe());
    }

    /** A change of ids removes an earlier setting; and another user may not send signals to the JVM. */
    @Test
    @NeedsRoot
    void aChildOfAnotherUserEndsToo() throws Exception {
        Spawn spawn = Spawn.of("/bin/sleep", "60").deathSignal(SIGUSR1).credentials(65534, 65534);
        assertEquals(SIGUSR1, afterTheThread(spawn).signal());
        // The first process of a namespace ignores what it does not catch, except SIGKILL from outside.
        spawn = Spawn.of("/bin/sleep", "60").deathSignal(SIGKILL).cloneFlags(CLONE_NEWPID);
        assertEquals(SIGKILL, afterTheThread(spawn).signal());
    }

    @Test
    void aShellRunsAScriptWithoutItsName() throws IOException {
        Path script = script("script", "rwxr-xr-x", "printf '%s|' \"$0\" \"$@\"\n");
        Spawn spawn = Spawn.of("name", "a b", "", "c").program(script.toString());
        assertErrno(ENOEXEC, () -> posix.processes().spawn(spawn));
        assertEquals(script + "|a b||c|", Children.outputOf(spawn.shellForScripts(), dir));
        Path exits = script("exits", "rwxr-xr-x", "exit 4\n");
        assertEquals(4, Children.exitOf(Spawn.of(exits.toString()).shellForScripts()));
        assertEquals(script + "|", Children.outputOf(Spawn.of(script.toString()).shellForScripts(), dir));
        Path real = script("real", "rwxr-xr-x", "#!/bin/sh\necho real \"$1\"\n");
        assertEquals(
                "real x\n", Children.outputOf(Spawn.of(real.toString(), "x").shellForScripts(), dir));
    }

    /** What may not be executed is not executed by a shell either. */
    @Test
    void aShellRunsOnlyWhatIsExecutable() throws IOException {
        Path script = script("script", "rw-r--r--", "exit 0\n");
        SpawnFailure failure = new SpawnFailure();
        Spawn spawn = Spawn.of(script.toString()).shellForScripts();
        assertErrno(EACCES, () -> posix.processes().spawn(spawn, failure));
        assertEquals(script.toString(), failure.path());
        assertErrno(ENOENT, () -> posix.processes()
                .spawn(Spawn.of(dir.resolve("none").toString()).shellForScripts(), failure));
    }

    @Test
    void aScriptIsFoundInThePath() throws IOException {
        script("odd-script", "rwxr-xr-x", "printf %s \"$0 $1\"\n");
        script("-script", "rwxr-xr-x", "printf %s \"$0 $1\"\n");
        String path = posix.environment().getenv("PATH");
        try {
            posix.environment().setenv("PATH", dir + ":" + path, true);
            assertEquals(
                    dir + "/odd-script x",
                    Children.outputOf(Spawn.of("odd-script", "x").shellForScripts(), dir));
            posix.environment().setenv("PATH", path + ":", true);
            Spawn relative = Spawn.of("-script", "x").directory(dir.toString()).shellForScripts();
            assertEquals("./-script x", Children.outputOf(relative, dir));
        } finally {
            posix.environment().setenv("PATH", path, true);
        }
        SpawnFailure failure = new SpawnFailure();
        posix.processes().wait4(posix.processes().spawn(Spawn.of("true").shellForScripts(), failure), null, 0, null);
        assertNull(failure.step());
    }
}
