/**
 * Everything about the ABI, used at build time only. {@link posixkit.abi.SpecReader} reads what is wanted.
 * {@link posixkit.abi.ProbeWriter} writes probes for a compiler, and {@link posixkit.abi.ProbeReader} reads the answers into
 * {@link posixkit.abi.Facts}, which are committed. The other writers turn facts into Java, into a C header, and into C assertions that any
 * compiler can check against its own headers.
 */
package posixkit.abi;
