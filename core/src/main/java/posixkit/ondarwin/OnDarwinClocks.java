package posixkit.ondarwin;

import posixkit.Call;

/** Reads the clocks of the Mach kernel. {@link posixkit.time.Clocks} has the other clocks. None of these calls can fail. */
public interface OnDarwinClocks {
    /**
     * Returns the ticks since some moment in the past, not counting the time in which the machine sleeps.
     * {@link #machTimebaseInfo} tells how long a tick is. The clock of {@link System#nanoTime} on macOS is the same.
     *
     * <p>{@code uint64_t mach_absolute_time(void)} {@index mach_absolute_time}
     */
    @Call("mach_absolute_time(3)")
    long machAbsoluteTime();

    /**
     * Returns the ticks since some moment in the past, including the time in which the machine sleeps.
     *
     * <p>{@code uint64_t mach_continuous_time(void)} {@index mach_continuous_time}
     */
    @Call("mach_continuous_time(3)")
    long machContinuousTime();

    /**
     * Returns how long a tick of these clocks is. It stays the same as long as the process runs.
     *
     * <p>{@code kern_return_t mach_timebase_info(mach_timebase_info_t info)} {@index mach_timebase_info}
     */
    @Call("mach_timebase_info(3)")
    MachTimebase machTimebaseInfo();
}
