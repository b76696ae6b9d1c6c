package posixkit.ondarwin;

/**
 * The rates of the kernel's clocks ({@code struct clockinfo}).
 *
 * @param hz how often in a second the clock ticks
 * @param tick the microseconds between two ticks
 * @param tickadj the microseconds by which a tick can be adjusted
 * @param stathz how often in a second the clock for statistics ticks
 * @param profhz how often in a second the clock for profiling ticks
 */
public record Clockrate(int hz, int tick, int tickadj, int stathz, int profhz) {}
