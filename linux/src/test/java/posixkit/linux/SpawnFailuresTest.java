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

import com.kenai.jffi.LastError;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.ffi.Native;
import posixkit.process.Processes;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsRoot;
import posixkit.unix.Bindings;
import posixkit.unix.LibC;

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
        LibC libc = failing(LibC.class, "posix_spawn_file_actions_addclose", EAGAIN);
        assertErrno(EAGAIN, () -> byPosixSpawn(libc, null).spawn(Spawn.of("true")));
        assertEquals(1, Collections.frequency(made, "posix_spawn_file_actions_addclose"), "not tried again");
    }

    @Test
    void aRangeIsClosedAtOnceWhereLibcCan() {
        boolean can = library.symbol("posix_spawn_file_actions_addclosefrom_np") != 0;
        assertEquals(can, LinuxPosixSpawn.closeFrom(LinuxBodies.over(library)) != null);
    }

    /** As a binding answers whose symbol is not there. */
    @ParameterizedTest
    @ValueSource(strings = {"posix_spawnattr_setflags"})
    void aStepThatIsMissingIsEnosys(String step) {
        assertErrno(ENOSYS, () -> failing(step, -1).spawn(ALL));
        assertTrue(made.contains(step));
    }

    /** As when the stack or the heap ends there: the child lives by then, and nobody would learn its pid. */
    @ParameterizedTest
    @ValueSource(strings = {"posix_spawnattr_destroy", "posix_spawn_file_actions_destroy"})
    void anErrorBehindTheBirthEndsTheChild(String step) {
        LibC libc = intercepted(LibC.class, library.load(LibC.class), (method, arguments) -> {
            if (method.equals(step)) {
                throw new StackOverflowError(step);
            }
        });
        Processes processes =
                LinuxPosixSpawnTest.withoutCode(bindings(libc), new LinuxPosixSpawn(bindings(libc), null));
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
        KernelCall kernel = intercepted(KernelCall.class, library.load(KernelCall.class), (method, arguments) -> {
            if (which.test((Long) arguments[0], (Long) arguments[1]) && !thrown.getAndSet(true)) {
                throw new StackOverflowError("here");
            }
        });
        Bindings bindings = LinuxBodies.over(library);
        Once<LinuxSpawn> spawn =
                new Once<>(() -> new LinuxSpawn(kernel, new LinuxMemory(bindings), bindings.environ()));
        Processes processes = new LinuxProcesses(bindings, new LinuxPosixSpawn(bindings, null), spawn);
        assertThrows(StackOverflowError.class, () -> processes.spawn(what));
        assertTrue(thrown.get());
    }

    private static Set<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    private Processes failing(String step, int answer) {
        LibC libc = failing(LibC.class, step, answer);
        LinuxPosixSpawn.CloseFrom closeFrom = failing(LinuxPosixSpawn.CloseFrom.class, step, answer);
        return byPosixSpawn(libc, () -> closeFrom);
    }

    private Processes byPosixSpawn(LibC libc, Supplier<LinuxPosixSpawn.CloseFrom> closeFrom) {
        return LinuxPosixSpawnTest.withoutCode(bindings(libc), new LinuxPosixSpawn(bindings(libc), closeFrom));
    }

    private Bindings bindings(LibC libc) {
        return new Bindings(library, libc, null, null, LinuxBodies.over(library).hot(), new LinuxLayouts(), () -> 0);
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

    private <T> T failing(Class<T> binding, String step, int answer) {
        T real = library.load(binding);
        return binding.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {binding}, (proxy, method, arguments) -> {
                    made.add(method.getName());
                    if (method.getName().equals(step)) {
                        LastError.getInstance().set(ENOSYS);
                        return answer;
                    }
                    return method.invoke(real, arguments);
                }));
    }
}
