package posixkit.time;

/** A {@link Timespec} that stores its numbers in Java fields. It is not backed by the native {@code struct timespec}. */
final class PlainTimespec implements Timespec {
    private long sec;
    private long nsec;

    @Override
    public long sec() {
        return sec;
    }

    @Override
    public Timespec sec(long seconds) {
        sec = seconds;
        return this;
    }

    @Override
    public long nsec() {
        return nsec;
    }

    @Override
    public Timespec nsec(long nanoseconds) {
        nsec = nanoseconds;
        return this;
    }

    @Override
    public Timespec copy() {
        return Timespec.of(sec, nsec);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PlainTimespec time && time.sec == sec && time.nsec == nsec;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sec) * 31 + Long.hashCode(nsec);
    }

    @Override
    public String toString() {
        return "Timespec{sec=" + sec + ", nsec=" + nsec + "}";
    }
}
