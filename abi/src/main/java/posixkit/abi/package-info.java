/**
 * Tools that find out the ABI of each target, and generate code from this ABI. A target is an operating system on a processor,
 * for example {@code linux-x86_64}. The ABI of a target consists of facts about C: sizes, offsets, values and prototypes. The
 * tools are used at build time only.
 *
 * <p>{@link posixkit.abi.SpecReader} reads the specs, which list the required structures, constants and functions.
 * {@link posixkit.abi.ProbeWriter} writes probes. A probe is a C source that asks a compiler for the facts about the required
 * structures, constants and functions. {@link posixkit.abi.ProbeReader} compiles the probes and reads the answers of the compiler
 * into {@link posixkit.abi.Facts}, one table for each target. The tables of facts are committed to the repository.
 *
 * <p>All other classes whose names end in {@code Writer} turn the tables of facts into Java sources, C headers and C assertions.
 * Any C compiler can check the assertions against the headers that it uses.
 */
package posixkit.abi;
