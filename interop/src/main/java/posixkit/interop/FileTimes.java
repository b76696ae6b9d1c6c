package posixkit.interop;

import static posixkit.constants.Utime.UTIME_NOW;

import jnr.ffi.Pointer;
import posixkit.Posix;
import posixkit.Struct;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/** Converts the times of files from the forms that jnr-posix takes: arrays of two numbers, and native memory. */
final class FileTimes {
    /** The current time, for {@code utimensat} and {@code futimens}. */
    static final Timespec NOW = Timespec.of(0, UTIME_NOW);

    private FileTimes() {}

    /** Returns seconds and microseconds from an array of these two numbers. */
    static Timeval timeval(String argument, long[] time) {
        ErrnoCalls.checkRoom(argument, time, time.length, 2);
        return Timeval.of(time[0], time[1]);
    }

    /** Returns seconds and nanoseconds from an array of these two numbers. */
    static Timespec timespec(String argument, long[] time) {
        ErrnoCalls.checkRoom(argument, time, time.length, 2);
        return Timespec.of(time[0], time[1]);
    }

    /** Returns the element at {@code index} of an array of {@code struct timeval} in native memory. */
    static Timeval timeval(Posix posix, Pointer times, int index) {
        Timeval time = posix.clocks().newTimeval();
        ErrnoCalls.load(time, times, (long) index * ((Struct) time).bytes().length);
        return time;
    }

    /** Returns the element at {@code index} of an array of {@code struct timespec} in native memory. */
    static Timespec timespec(Posix posix, Pointer times, int index) {
        Timespec time = posix.clocks().newTimespec();
        ErrnoCalls.load(time, times, (long) index * ((Struct) time).bytes().length);
        return time;
    }
}
