package posixkit.benchmarks;

/** One operation of a workload, for example one {@code fstat}. */
@FunctionalInterface
interface Op {
    /**
     * Makes the calls of the operation once.
     *
     * @param i the number of the operation in its block
     * @return a number that depends on the results of the calls. It is the same for all variants of a workload and for the C loop,
     *     so a variant that does other work is noticed.
     */
    long call(long i) throws Throwable;
}
