package posixkit.testing;

import static posixkit.constants.Errno.ECHILD;
import static posixkit.constants.Wait.WNOHANG;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import posixkit.Posix;
import posixkit.process.Processes;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;

/**
 * The main class of a {@link ChildJvm} that starts programs at the end of a thread's stack: once at each depth from where the stack
 * overflows before the spawn does anything, to where it is long enough. It then waits for the children whose pids it got. Each line
 * it reads is a program; it answers how many spawns overflowed, how many returned, and whether there are children left.
 */
public final class DeepSpawnProgram {
    private static final int ROUNDS = 4;
    private static final int LONG_ENOUGH = 60;
    private static final int MOST = 40_000;

    private static final Processes PROCESSES = Posix.get().processes();

    private final Spawn what;
    private final SpawnFailure failure = new SpawnFailure();
    private final int[] pids = new int[MOST];
    private int children;
    private int returned;
    private int overflowed;
    private int inSequence;

    private DeepSpawnProgram(Spawn what) {
        this.what = what;
    }

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String program = in.readLine(); program != null; program = in.readLine()) {
            System.out.println(new DeepSpawnProgram(Spawn.of(program)).run());
        }
    }

    private String run() throws InterruptedException, IOException {
        // Classes that are loaded at the end of a stack may stay unusable for ever.
        for (int i = 0; i < LONG_ENOUGH; i++) {
            spawn();
        }
        overflowed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            inSequence = 0;
            int size = 512 * 1024 + round * 16 * 1024;
            Thread thread = new Thread(null, () -> descend(0), "deep", size);
            thread.start();
            thread.join();
        }
        for (int i = 0; i < children; i++) {
            if (PROCESSES.wait4(pids[i], null, 0, null) != pids[i]) {
                throw new IllegalStateException("not waited for: " + pids[i]);
            }
        }
        int other = PROCESSES.wait4OrErrno(-1, null, WNOHANG, null);
        return overflowed + " overflowed, " + returned + " returned, children: " + (other == -ECHILD ? "none" : other);
    }

    /** Goes down until the stack overflows, and spawns on the way up. */
    private int descend(int depth) {
        int deepest = depth;
        try {
            deepest = descend(depth + 1);
        } catch (StackOverflowError end) {
            inSequence = 0;
        }
        if (inSequence < LONG_ENOUGH) {
            spawn();
        }
        return deepest;
    }

    private void spawn() {
        try {
            int pid = PROCESSES.spawnOrErrno(what, failure);
            returned++;
            inSequence++;
            if (pid > 0) {
                pids[children] = pid;
                children++;
            }
        } catch (StackOverflowError tooDeep) {
            overflowed++;
            inSequence = 0;
        }
    }
}
