package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_DUMPABLE;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_prctl;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_wait4;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.ffi.Native;
import posixkit.linux.call.JnrLinuxCalls;
import posixkit.linux.call.LinuxCalls;
import posixkit.linux.call.LinuxSpawnCalls;
import posixkit.linux.call.SyscallCalls;
import posixkit.process.Processes;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsRoot;
import posixkit.testing.Replaced;
import posixkit.unix.Bindings;
import posixkit.unix.call.JnrUnixCalls;
import posixkit.unix.call.SpawnCalls;
import posixkit.unix.call.UnixCalls;

/** Every step on the way to a child can fail, and then there is none, and nothing prepared for it is kept. */
@ExtendWith(Descriptors.class)
class SpawnFailuresTest {
    private static final Spawn ALL = Spawn.of("true")
            .open(1, "/dev/null", O_RDONLY, 0)
            .dup2(1, 2)
            .close(0)
            .open(5, "/dev/null", O_RDONLY, 0)
            .processGroup(0)
            .environment(Map.of());

    private final Native library = Native.process();
    private final UnixCalls calls = new JnrUnixCalls(library);
    private final LinuxCalls linux = new JnrLinuxCalls(library);
    private final List<String> made = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "posix_spawn_file_actions_init",
                "posix_spawn_file_actions_addopen",
                "posix_spawn_file_actions_adddup2",
                "posix_spawn_file_actions_addclose",
                "posix_spawn_file_actions_addclosefrom_np",
                "posix_spawnattr_init",
                "posix_spawnattr_setsigmask",
                "posix_spawnattr_setpgroup",
                "posix_spawnattr_setflags"
            })
    void aStepThatFailsFailsTheSpawn(String step) {
        SpawnFailure failure = new SpawnFailure();
        ErrnoException thrown = assertErrno(EAGAIN, () -> failing(step, EAGAIN).spawn(ALL, failure));
        assertEquals("posix_spawn \"true\"", thrown.call() + " " + thrown.subject());
        assertEquals(SpawnFailure.Step.START, failure.step());
        assertEquals(
                step,
                made.stream()
                        .filter(call -> !call.endsWith("destroy"))
                        .reduce((a, b) -> b)
                        .orElseThrow());
        assertEquals(1, Collections.frequency(made, step), "not tried again");
        for (String prepared : new String[] {"posix_spawn_file_actions_", "posix_spawnattr_"}) {
            boolean is = made.contains(prepared + "init") && !step.equals(prepared + "init");
            assertEquals(is, made.contains(prepared + "destroy"), made.toString());
        }
    }

    /** Where libc cannot close a range, descriptors are closed one by one. */
    @Test
    void aDescriptorThatCannotBeClosedFailsTheSpawn() {
        SpawnCalls calls = failing(SpawnCalls.class, this.calls.spawn(), "posix_spawn_file_actions_addclose", EAGAIN);
        assertErrno(EAGAIN, () -> byPosixSpawn(calls, LinuxPosixSpawnTest.OLD).spawn(Spawn.of("true")));
        assertEquals(1, Collections.frequency(made, "posix_spawn_file_actions_addclose"), "not tried again");
    }

    /** With one action for the whole range. */
    @Test
    void aRangeIsClosedAtOnceWhereLibcCan() throws IOException {
        boolean can = library.symbol("posix_spawn_file_actions_addclosefrom_np") != 0;
        Processes processes = failing("nothing", EAGAIN);
        processes.wait4(processes.spawn(Spawn.of("true")), null, 0, null);
        assertEquals(1, Collections.frequency(made, "posix_spawn_file_actions_addclosefrom_np"));
        assertEquals(can, Collections.frequency(made, "posix_spawn_file_actions_addclose") == 0, made.toString());
    }

    /** As a binding answers whose symbol is not there. */
    @ParameterizedTest
    @ValueSource(strings = {"posix_spawnattr_setflags"})
    void aStepThatIsMissingIsEnosys(String step) {
        assertErrno(ENOSYS, () -> failing(step, ENOSYS).spawn(ALL));
        assertTrue(made.contains(step));
    }

    /** As when the stack or the heap ends there: the child lives by then, and nobody would learn its pid. */
    @ParameterizedTest
    @ValueSource(strings = {"posix_spawnattr_destroy", "posix_spawn_file_actions_destroy"})
    void anErrorBehindTheBirthEndsTheChild(String step) {
        SpawnCalls failing = intercepted(SpawnCalls.class, calls.spawn(), (method, arguments) -> {
            if (method.equals(step)) {
                throw new StackOverflowError(step);
            }
        });
        Processes processes = byPosixSpawn(failing, LinuxPosixSpawnTest.OLD);
        Set<Long> before = children();
        StackOverflowError thrown =
                assertThrows(StackOverflowError.class, () -> processes.spawn(Spawn.of("sleep", "1000")));
        assertEquals(step, thrown.getMessage());
        assertEquals(before, children());
    }

    /** The same for the routine of Linux's own: behind a child that has failed, and behind one with other ids. */
    @Test
    void anErrorBehindTheBirthEndsTheChildOfTheRoutine() {
        Set<Long> before = children();
        assertOverflows(
                (number, first) -> number == SYS_wait4,
                Spawn.of("sleep", "1000").directory("/no/such"));
        assertEquals(before, children());
    }

    @Test
    @NeedsRoot
    void anErrorBehindTheBirthEndsTheChildOfOtherIds() throws IOException {
        Set<Long> before = children();
        try {
            assertOverflows(
                    (number, first) -> number == SYS_prctl && first == PR_SET_DUMPABLE,
                    Spawn.of("sleep", "1000").credentials(12345, 12345));
            assertEquals(before, children());
        } finally {
            // The Error came in place of the call that does this.
            Posix.get().onLinux().syscalls().syscall(SYS_prctl, PR_SET_DUMPABLE, 1, 0);
        }
    }

    private void assertOverflows(BiPredicate<Long, Long> which, Spawn what) {
        AtomicBoolean thrown = new AtomicBoolean();
        SyscallCalls kernel = intercepted(SyscallCalls.class, linux.syscall(), (method, arguments) -> {
            if (which.test((Long) arguments[0], (Long) arguments[1]) && !thrown.getAndSet(true)) {
                throw new StackOverflowError("here");
            }
        });
        Bindings bindings = LinuxBodies.over(library);
        Once<LinuxSpawn> spawn = new Once<>() {
            @Override
            LinuxSpawn make() throws ErrnoException {
                return new LinuxSpawn(kernel, new LinuxMemory(bindings, null), bindings.environ());
            }
        };
        Processes processes = new LinuxProcesses(
                bindings, linux, new LinuxStarter(new LinuxPosixSpawn(bindings, () -> LinuxPosixSpawnTest.OLD), spawn));
        assertThrows(StackOverflowError.class, () -> processes.spawn(what));
        assertTrue(thrown.get());
    }

    private static Set<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    private Processes failing(String step, int errno) {
        SpawnCalls spawn = failing(SpawnCalls.class, calls.spawn(), step, errno);
        return byPosixSpawn(spawn, failing(LinuxSpawnCalls.class, linux.linuxSpawn(), step, errno));
    }

    private Processes byPosixSpawn(SpawnCalls spawn, LinuxSpawnCalls closeFrom) {
        Bindings bindings = LinuxBodies.over(library, Replaced.topic(UnixCalls.class, calls, SpawnCalls.class, spawn));
        return LinuxPosixSpawnTest.withoutCode(bindings, new LinuxPosixSpawn(bindings, () -> closeFrom));
    }

    /** What happens before a call is made. */
    private interface Interception {
        void before(String method, Object[] arguments);
    }

    private <T> T intercepted(Class<T> binding, T real, Interception interception) {
        return binding.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {binding}, (proxy, method, arguments) -> {
                    interception.before(method.getName(), arguments);
                    return method.invoke(real, arguments);
                }));
    }

    private <T> T failing(Class<T> binding, T real, String step, int errno) {
        return binding.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {binding}, (proxy, method, arguments) -> {
                    made.add(method.getName());
                    return method.getName().equals(step) ? -errno : method.invoke(real, arguments);
                }));
    }
}
