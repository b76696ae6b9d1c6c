package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.testing.Errnos.assertMinus;

import org.junit.jupiter.api.Test;
import posixkit.ErrnoException;
import posixkit.contract.SpawnContract;
import posixkit.ffi.Native;
import posixkit.linux.call.JnrLinuxCalls;
import posixkit.linux.call.LinuxCalls;
import posixkit.linux.call.LinuxSpawnCalls;
import posixkit.process.Processes;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;
import posixkit.unix.Bindings;

/** The promises of spawn, kept by posix_spawn in a process that may have no machine code. */
class LinuxPosixSpawnTest extends SpawnContract {
    private static final LinuxCalls LINUX = new JnrLinuxCalls(Native.process());

    /** Has no function of the topic, like an old libc. */
    static final LinuxSpawnCalls OLD = (actions, from) -> -ENOSYS;

    @Override
    protected Processes processes() {
        Bindings bindings = LinuxBodies.over(Native.process());
        return withoutCode(bindings, new LinuxPosixSpawn(bindings, LINUX::linuxSpawn));
    }

    static Processes withoutCode(Bindings bindings, LinuxPosixSpawn posixSpawn) {
        return new LinuxProcesses(bindings, LINUX, starterWithoutCode(posixSpawn));
    }

    static LinuxStarter starterWithoutCode(LinuxPosixSpawn posixSpawn) {
        return new LinuxStarter(posixSpawn, new Once<>() {
            @Override
            LinuxSpawn make() throws ErrnoException {
                throw new ErrnoException("mprotect", EACCES);
            }
        });
    }

    @Override
    protected boolean isByPosixSpawn() {
        return true;
    }

    @Test
    void whatPosixSpawnCannotDoFailsAsTheCodeDoes() {
        SpawnFailure failure = new SpawnFailure();
        assertMinus(EACCES, processes().spawnOrErrno(Spawn.of("/bin/true").umask(0), failure));
        assertEquals("mprotect", failure.call());
        assertEquals(SpawnFailure.Step.START, failure.step());
        assertMinus(EACCES, processes().spawnOrErrno(Spawn.of("/bin/true").shellForScripts(), failure));
    }
}
