/**
 * The room of ABI truth, at work at build time only. {@link posixkit.abi.SpecReader} reads what is wanted;
 * {@link posixkit.abi.ProbeWriter} asks a compiler for it and {@link posixkit.abi.ProbeReader} reads the answers into
 * {@link posixkit.abi.Facts}, which are committed; the other writers turn facts into Java, into a C header, and into C
 * that any compiler can hold against its own headers.
 */
package posixkit.abi;
