/** Terminals and pseudo-terminals: their settings, their size, and who uses them. */
package posixkit.terminal;
