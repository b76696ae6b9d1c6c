package posixkit.time;

/** A {@link Timeval} that stores its numbers in Java fields. It is not backed by the native {@code struct timeval}. */
final class PlainTimeval implements Timeval {
    private long sec;
    private long usec;

    @Override
    public long sec() {
        return sec;
    }

    @Override
    public Timeval sec(long seconds) {
        sec = seconds;
        return this;
    }

    @Override
    public long usec() {
        return usec;
    }

    @Override
    public Timeval usec(long microseconds) {
        usec = microseconds;
        return this;
    }

    @Override
    public Timeval copy() {
        return Timeval.of(sec, usec);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PlainTimeval time && time.sec == sec && time.usec == usec;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sec) * 31 + Long.hashCode(usec);
    }

    @Override
    public String toString() {
        return "Timeval{sec=" + sec + ", usec=" + usec + "}";
    }
}
