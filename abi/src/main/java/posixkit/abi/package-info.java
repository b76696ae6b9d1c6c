/**
 * Tools for the ABI, used at build time only. {@link posixkit.abi.SpecReader} reads the specs, which list the required
 * structures, constants and functions. {@link posixkit.abi.ProbeWriter} writes probes for a compiler.
 * {@link posixkit.abi.ProbeReader} reads the answers of the compiler into {@link posixkit.abi.Facts}. The facts are committed to
 * the repository. The other writers turn facts into Java, into a C header, and into C assertions. Any compiler can check these
 * assertions against its own headers.
 */
package posixkit.abi;
