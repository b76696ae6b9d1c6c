package posixkit.ondarwin;

/**
 * The unit of the clocks of the Mach kernel ({@code struct mach_timebase_info}): one tick is {@code numer / denom} nanoseconds. It
 * is 1 / 1 on most Intel Macs, and 125 / 3 on Apple Macs. A program for Intel Macs that runs on an Apple Mac sees 1 / 1.
 *
 * @param numer the numerator, an unsigned number
 * @param denom the denominator, an unsigned number
 */
public record MachTimebase(int numer, int denom) {}
