package posixkit.examples.jnr;

/**
 * The answers to one task.
 *
 * @param jnrPosix the answer of jnr-posix
 * @param dropIn the answer of jnr-posix's interface over posixkit
 * @param isSame true if all three answers are the same
 * @param reason why they differ, or could; null if nothing is known that could differ
 */
record Comparison(String task, String jnrPosix, String dropIn, String posixkit, boolean isSame, String reason) {}
