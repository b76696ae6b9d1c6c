package posixkit.benchmarks;

/**
 * One of the ways to do the work of a workload.
 *
 * @param who the library or language that makes the calls
 * @param label tells two variants of the same {@code who} apart; empty if there is one only
 * @param goal the ratio to C that is wanted; NaN if there is no goal
 * @param block the loop
 */
record Variant(String who, String label, double goal, Block block) {
    boolean isJava() {
        return !who.startsWith(Variants.C);
    }
}
