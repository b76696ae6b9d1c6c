package posixkit.benchmarks;

/** Makes the operation of a variant many times. */
@FunctionalInterface
interface Block {
    /** Makes {@code n} operations and returns the sum of their results. */
    long run(long n) throws Throwable;
}
