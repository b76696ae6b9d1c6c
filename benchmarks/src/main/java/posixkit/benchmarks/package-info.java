/**
 * Compares posixkit and other libraries with C. {@link posixkit.benchmarks.Comparison} is the program.
 *
 * <p>To add a workload, write its loop in {@code loops.c}, write a method in the class of its group, for example
 * {@link posixkit.benchmarks.StatWorkloads}, and add it to {@code ALL} there. To add a variant, write one more
 * {@code variants.peer(…)} in that method. To measure a workload in Go too, add a case to {@code workloads.go}.
 *
 * <p>A peer is written as its best users would write it: with memory that is ready before the call, without conversions that it
 * does not need, and with errno where posixkit returns errno.
 */
package posixkit.benchmarks;
