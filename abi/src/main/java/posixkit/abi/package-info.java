/**
 * Tools that find out the ABI of each target, and generate code from it. They are used at build time only. The ABI consists of
 * the sizes, offsets, values and prototypes of C. A target is an operating system and a processor, for example
 * {@code linux-x86_64}.
 *
 * <p>{@link posixkit.abi.SpecReader} reads the specs, which list the required structures, constants and functions.
 * {@link posixkit.abi.ProbeWriter} writes probes. A probe is a C source that asks a compiler for the facts about the required
 * structures, constants and functions. {@link posixkit.abi.ProbeReader} compiles the probes and reads the answers of the compiler
 * into {@link posixkit.abi.Facts}, one table for each target. The tables of facts are committed to the repository.
 *
 * <p>The other writers turn the tables of facts into Java sources, C headers and C assertions. Any C compiler can check the
 * assertions against its own headers.
 */
package posixkit.abi;
