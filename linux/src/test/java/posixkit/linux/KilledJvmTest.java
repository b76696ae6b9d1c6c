package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Signal.SIGKILL;
import static posixkit.constants.Wait.WNOHANG;
import static posixkit.onlinux.constants.LinuxPrctl.PR_SET_CHILD_SUBREAPER;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_prctl;
import static posixkit.onlinux.constants.LinuxWait.__WALL;

import java.io.IOException;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.Posix;
import posixkit.process.Processes;
import posixkit.process.WaitStatus;
import posixkit.testing.ChildJvm;

/** A JVM that is killed at any moment leaves no process behind. This process adopts its orphans, and all of them end. */
@Tag("unmutated")
class KilledJvmTest {
    /** The profile {@code at-length} makes more. */
    private static final int KILLS = Integer.getInteger("posixkit.kills", 4);

    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Posix posix = Posix.get();
    private final Processes processes = posix.processes();
    private final Random random = new Random();

    @BeforeEach
    void adopt() throws IOException {
        posix.onLinux().syscalls().syscall(SYS_prctl, PR_SET_CHILD_SUBREAPER, 1, 0);
    }

    @AfterEach
    void stopAdopting() throws IOException {
        posix.onLinux().syscalls().syscall(SYS_prctl, PR_SET_CHILD_SUBREAPER, 0, 0);
    }

    /** The JVM spawns, traces, or makes calls on all threads. */
    @ParameterizedTest
    @ValueSource(strings = {"s", "t", "a"})
    void noProcessIsLeftBehind(String action) throws Exception {
        for (int i = 0; i < KILLS; i++) {
            Set<Integer> before = children();
            try (ChildJvm jvm = ChildJvm.start(MortalProgram.class)) {
                assertEquals("begun", jvm.ask(action));
                TimeUnit.MICROSECONDS.sleep(random.nextInt(30_000));
                assertEquals(128 + SIGKILL, jvm.kill());
            }
            long start = System.nanoTime();
            for (Set<Integer> orphans = orphans(before); !orphans.isEmpty(); orphans = orphans(before)) {
                for (int orphan : orphans) {
                    processes.wait4OrErrno(orphan, new WaitStatus(), WNOHANG | __WALL, null);
                }
                assertTrue(System.nanoTime() - start < MOST_NANOS, () -> "left behind: " + orphans(before));
                Thread.sleep(1);
            }
        }
    }

    private static Set<Integer> orphans(Set<Integer> before) {
        Set<Integer> orphans = children();
        orphans.removeAll(before);
        return orphans;
    }

    private static Set<Integer> children() {
        return ProcessHandle.current()
                .children()
                .map(child -> (int) child.pid())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
