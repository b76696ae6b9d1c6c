package posixkit.linux;

import posixkit.contract.SpawnContract;
import posixkit.process.Spawn;

/** All that spawn promises, kept as well by the way that is not posix_spawn. */
class LinuxOwnSpawnTest extends SpawnContract {
    @Override
    protected Spawn of(String... arguments) {
        return Spawn.of(arguments).blockedSignals();
    }

    @Override
    protected String call() {
        return "execve";
    }
}
