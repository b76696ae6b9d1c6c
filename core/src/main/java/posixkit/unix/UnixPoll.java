package posixkit.unix;

import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINTR;

import java.lang.ref.Reference;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import posixkit.ErrnoException;
import posixkit.event.FdSet;
import posixkit.event.Poll;
import posixkit.event.PollFds;
import posixkit.unix.layout.Timeval;

/** {@link Poll}, with whichever of its functions a system calls select. <b>Internal.</b> */
public final class UnixPoll implements Poll {
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long NANOS_PER_MICRO = TimeUnit.MICROSECONDS.toNanos(1);
    private static final long MICROS_PER_SECOND = TimeUnit.SECONDS.toMicros(1);

    /** XNU takes no time-out of more seconds than this; it is three years, so longer is for ever. */
    private static final long LONGEST = TimeUnit.SECONDS.toMicros(100_000_000);

    private final PollCalls calls;
    private final Supplier<SelectCall> select;
    private final Layouts layouts;
    private final Class<?> ours;

    public UnixPoll(Bindings bindings, Supplier<SelectCall> select) {
        calls = WaitingCalls.over(bindings.library().load(PollCalls.class));
        this.select = new Lazy<>(() -> WaitingCalls.over(select.get()));
        layouts = bindings.layouts();
        ours = layouts.newPollFds(1).getClass();
    }

    /** The clock is read only when there is a time to keep. */
    @Override
    public int poll(PollFds fds, int timeoutMillis) throws ErrnoException {
        boolean timed = timeoutMillis > 0;
        long deadline = timed ? System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis) : 0;
        int result = pollOrErrno(fds, timeoutMillis);
        while (result == -EINTR) {
            result = pollOrErrno(fds, timed ? (int) until(deadline, NANOS_PER_MILLI) : timeoutMillis);
        }
        return Result.orThrow(result, "poll");
    }

    /** All negative times are one: XNU refuses those below −1. */
    @Override
    public int pollOrErrno(PollFds fds, int timeoutMillis) {
        // Its memory is handed to the kernel, so it has to be laid out, and as long, as the kernel takes it to be.
        if (fds.getClass() != ours) {
            throw new IllegalArgumentException("what is polled is made by newPollFds");
        }
        try {
            return Result.negate(calls.poll(fds.address(), fds.count(), Math.max(timeoutMillis, -1)));
        } finally {
            Reference.reachabilityFence(fds);
        }
    }

    @Override
    public int select(int nfds, FdSet read, FdSet write, FdSet except, long timeoutMicros) throws ErrnoException {
        boolean timed = timeoutMicros > 0 && timeoutMicros <= LONGEST;
        long deadline = timed ? System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(timeoutMicros) : 0;
        int result = once(nfds, read, write, except, timeoutMicros);
        while (result == -EINTR) {
            long left = timed ? until(deadline, NANOS_PER_MICRO) : timeoutMicros;
            result = once(nfds, read, write, except, left);
        }
        return Result.orThrow(result, "select");
    }

    @Override
    public PollFds newPollFds(int capacity) {
        return layouts.newPollFds(capacity);
    }

    /** A caller may well say that every descriptor is below {@code nfds}; the sets say how far it is to look. */
    private int once(int nfds, FdSet read, FdSet write, FdSet except, long timeoutMicros) {
        int used = Math.min(nfds, Math.max(length(read), Math.max(length(write), length(except))));
        try (Scratch s = Scratch.open()) {
            long readfds = in(s, read, used);
            long writefds = in(s, write, used);
            long exceptfds = in(s, except, used);
            long timeout = timeout(s, timeoutMicros);
            int result = Result.negate(select.get().select(used, readfds, writefds, exceptfds, timeout));
            if (result < 0) {
                return result;
            }
            // What the kernel overlooks it leaves standing.
            if (bits(s, readfds, used) + bits(s, writefds, used) + bits(s, exceptfds, used) != result) {
                return -EBADF;
            }
            out(s, read, readfds, used);
            out(s, write, writefds, used);
            out(s, except, exceptfds, used);
            return result;
        }
    }

    private static long in(Scratch s, FdSet set, int used) {
        if (set == null) {
            return 0;
        }
        int words = words(used);
        long address = s.alloc(words * Long.BYTES);
        for (int i = 0; i < words; i++) {
            s.set64(wordAt(address, i), set.word(i) & below(used, i));
        }
        return address;
    }

    private static int bits(Scratch s, long address, int used) {
        int bits = 0;
        for (int i = 0; address != 0 && i < words(used); i++) {
            bits += Long.bitCount(s.s64(wordAt(address, i)));
        }
        return bits;
    }

    private static void out(Scratch s, FdSet set, long address, int used) {
        int words = Math.min(words(used), words(length(set)));
        for (int i = 0; i < words; i++) {
            set.word(i, set.word(i) & ~below(used, i) | s.s64(wordAt(address, i)));
        }
    }

    /** The address of a timeval, or 0 for no time-out. The kernel may write to it. */
    private static long timeout(Scratch s, long micros) {
        if (micros < 0 || micros > LONGEST) {
            return 0;
        }
        long timeout = s.alloc(Timeval.SIZE);
        Timeval.sec(s, timeout, micros / MICROS_PER_SECOND);
        Timeval.usec(s, timeout, micros % MICROS_PER_SECOND);
        return timeout;
    }

    private static int length(FdSet set) {
        return set == null ? 0 : set.length();
    }

    /** How many words have bits of descriptors below {@code nfds}. */
    private static int words(int nfds) {
        return nfds <= 0 ? 0 : (nfds - 1) / Long.SIZE + 1;
    }

    /** The bits of a word that are of descriptors below {@code nfds}. */
    private static long below(int nfds, int word) {
        int bits = nfds - word * Long.SIZE;
        return bits >= Long.SIZE ? -1 : (1L << bits) - 1;
    }

    private static long wordAt(long address, int index) {
        return address + (long) index * Long.BYTES;
    }

    /** Rounded up: a wait that ends early would be a time-out nobody asked for. */
    private static long until(long deadline, long unit) {
        return Math.max(0, (deadline - System.nanoTime() + unit - 1) / unit);
    }
}
