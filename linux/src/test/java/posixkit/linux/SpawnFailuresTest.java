package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.testing.Errnos.assertErrno;

import com.kenai.jffi.LastError;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.ErrnoException;
import posixkit.ffi.Native;
import posixkit.process.Processes;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.testing.Descriptors;
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
        assertEquals(can, LinuxPosixSpawn.closeFrom(library) != null);
    }

    /** As a binding answers whose symbol is not there. */
    @ParameterizedTest
    @ValueSource(strings = {"posix_spawnattr_setflags"})
    void aStepThatIsMissingIsEnosys(String step) {
        assertErrno(ENOSYS, () -> failing(step, -1).spawn(ALL));
        assertTrue(made.contains(step));
    }

    private Processes failing(String step, int answer) {
        LibC libc = failing(LibC.class, step, answer);
        return byPosixSpawn(libc, failing(LinuxPosixSpawn.CloseFrom.class, step, answer));
    }

    private Processes byPosixSpawn(LibC libc, LinuxPosixSpawn.CloseFrom closeFrom) {
        return LinuxPosixSpawnTest.withoutCode(bindings(libc), new LinuxPosixSpawn(bindings(libc), closeFrom));
    }

    private Bindings bindings(LibC libc) {
        return new Bindings(library, libc, null, null, null, new LinuxLayouts(), () -> 0);
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
