package posixkit.testing;

import java.io.IOException;

/**
 * Calls that belong together, with checks of their results. They close what they open.
 *
 * @param isForVirtual is false if the calls concern a platform thread, so that virtual threads are refused
 * @param mostAtOnce is how many threads may make the calls at once
 */
public record Family(String name, boolean isForVirtual, int mostAtOnce, Calls calls) {
    /** Makes the calls of a family in a directory. */
    public interface Calls {
        void make(FamilyRun run) throws IOException;
    }

    public Family(String name, Calls calls) {
        this(name, true, Integer.MAX_VALUE, calls);
    }

    public Family ofPlatformThreads() {
        return new Family(name, false, mostAtOnce, calls);
    }

    public Family atMost(int threads) {
        return new Family(name, isForVirtual, Math.min(mostAtOnce, threads), calls);
    }

    /** Makes the calls. Returns the number of results that were checked. */
    public int run(FamilyRun run) throws IOException {
        int before = run.checks();
        calls.make(run);
        return run.checks() - before;
    }

    @Override
    public String toString() {
        return name;
    }
}
