package posixkit.unix;

import java.util.Objects;
import posixkit.process.Spawn;
import posixkit.process.SpawnFailure;

/** Prepares the start of a program: copies its arguments and its environment to native memory. <b>Internal.</b> */
public final class Spawning {
    private Spawning() {}

    /** Starts a program. */
    public interface Starter {
        /**
         * Starts the program. Returns its pid. On failure, fills {@code failure} and returns −errno.
         *
         * @param argv the address of the native array of arguments
         * @param envp the address of the native array of environment variables
         */
        int start(Scratch s, Spawn what, SpawnFailure failure, long argv, long envp);
    }

    /**
     * Starts a program with {@code starter}. Returns its pid or −errno.
     *
     * @param posixSpawn ends a child if the caller cannot learn its pid
     */
    public static int spawn(
            Bindings bindings, UnixSpawn posixSpawn, Spawn what, SpawnFailure failure, Starter starter) {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(failure, "failure");
        failure.clear();
        int pid = 0;
        try (Scratch s = Scratch.open()) {
            long argv = strings(s, "arguments", what.arguments().toArray(String[]::new));
            long envp = what.environment() == null
                    ? bindings.environ().getAsLong()
                    : strings(s, "variables", what.environment().toArray(String[]::new));
            pid = starter.start(s, what, failure, argv, envp);
        } catch (Throwable e) {
            // If an Error is thrown after the child was created, the caller does not learn the pid of the child. So
            // the child is killed here.
            posixSpawn.end(pid);
            throw e;
        }
        return pid;
    }

    /**
     * Writes {@code strings} to native memory. Also writes an array with the addresses of the strings, and with a NULL pointer at
     * the end. Returns the address of the array.
     *
     * @param argument the caller's parameter name, for error messages
     */
    static long strings(Scratch s, String argument, String[] strings) {
        long array = s.alloc(Math.multiplyExact(strings.length + 1, Long.BYTES));
        for (int i = 0; i < strings.length; i++) {
            s.set64(array + (long) i * Long.BYTES, s.string(argument + "[" + i + "]", strings[i]));
        }
        s.set64(array + (long) strings.length * Long.BYTES, 0);
        return array;
    }
}
