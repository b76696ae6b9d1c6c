/**
 * Tools that find out the ABI (sizes, offsets, values and prototypes of C) of each target, used at build time only. A target is
 * an operating system and a processor, for example {@code linux-x86_64}. {@link posixkit.abi.SpecReader} reads the specs, which
 * list the required structures, constants and functions. {@link posixkit.abi.ProbeWriter} writes probes, which are C sources that
 * ask a compiler for the facts about them. {@link posixkit.abi.ProbeReader} compiles the probes and reads the answers of the
 * compiler into {@link posixkit.abi.Facts}, one table for each target. The tables of facts are committed to the repository. The
 * other writers turn facts into Java, into a C header, and into C assertions. Any compiler can check these assertions against its
 * own headers.
 */
package posixkit.abi;
