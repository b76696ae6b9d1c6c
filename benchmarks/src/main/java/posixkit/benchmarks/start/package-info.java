/** Small programs that make calls through one library each. {@link posixkit.benchmarks.StartUp} measures how they start. */
package posixkit.benchmarks.start;
