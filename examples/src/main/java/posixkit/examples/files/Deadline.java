package posixkit.examples.files;

/** The end of a time to wait, for calls that are made again with the rest of it. */
final class Deadline {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final boolean isForEver;
    private final long end;

    /** Creates a deadline in so many milliseconds; −1 means never. */
    Deadline(int millis) {
        isForEver = millis < 0;
        end = System.nanoTime() + millis * NANOS_PER_MILLI;
    }

    /** Returns how many milliseconds are left, at least 0; −1 for a deadline that never comes. */
    int millisLeft() {
        return isForEver ? -1 : (int) Math.max(0, (end - System.nanoTime() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    }
}
