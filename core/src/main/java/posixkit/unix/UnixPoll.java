package posixkit.unix;

import static posixkit.constants.Errno.EBADF;

import java.lang.ref.Reference;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import posixkit.event.FdSet;
import posixkit.event.Poll;
import posixkit.event.PollFds;
import posixkit.unix.call.PollCalls;
import posixkit.unix.layout.Timeval;

/**
 * Implements {@link Poll} for Linux and macOS. <b>Internal.</b> The constructor gets the {@code select} function of the operating
 * system, because macOS has several versions of it.
 */
public final class UnixPoll implements Poll {
    private static final long MICROS_PER_SECOND = TimeUnit.SECONDS.toMicros(1);

    /**
     * The longest time-out that is passed to {@code select}, in microseconds: about three years. Before macOS 10.15, XNU, the
     * kernel of macOS, fails if a time-out is longer. For a longer time-out, this class lets {@code select} wait without a limit.
     */
    private static final long LONGEST = TimeUnit.SECONDS.toMicros(100_000_000);

    private final PollCalls calls;
    private final Select plain;
    private final Select withoutMask;
    private final Layouts layouts;
    private final Class<?> pollFds;

    public UnixPoll(Bindings bindings) {
        calls = bindings.calls().poll();
        plain = calls::select;
        withoutMask = (nfds, read, write, except, timeout) -> calls.pselect(nfds, read, write, except, timeout, 0);
        layouts = bindings.layouts();
        pollFds = layouts.newPollFds(1).getClass();
    }

    /**
     * Waits for events. Passes every negative time-out to the kernel as −1. XNU does not wait for ever for other negative
     * time-outs: before macOS 10.15 it fails, since then it takes the number as unsigned.
     */
    @Override
    public int pollOrErrno(PollFds fds, int timeoutMillis) {
        // The kernel reads and writes the memory of fds. Only an object from newPollFds has the memory layout of this
        // operating system.
        if (Objects.requireNonNull(fds, "fds").getClass() != pollFds) {
            throw new IllegalArgumentException("fds: " + fds.getClass().getName() + " is not from newPollFds");
        }
        try {
            return calls.poll(fds.address(), fds.count(), Math.max(timeoutMillis, -1));
        } finally {
            Reference.reachabilityFence(fds);
        }
    }

    @Override
    public int selectOrErrno(int nfds, FdSet read, FdSet write, FdSet except, long timeoutMicros) {
        try (Scratch s = Scratch.open()) {
            return select(s, nfds, read, write, except, timeout(s, timeoutMicros), plain);
        }
    }

    @Override
    public int pselectOrErrno(int nfds, FdSet read, FdSet write, FdSet except, long timeoutNanos) {
        try (Scratch s = Scratch.open()) {
            boolean isLong = TimeUnit.NANOSECONDS.toMicros(timeoutNanos) > LONGEST;
            long timeout = Times.limit(s, isLong ? -1 : timeoutNanos);
            return select(s, nfds, read, write, except, timeout, withoutMask);
        }
    }

    /** The C function that waits: {@code select} or {@code pselect}. */
    private interface Select {
        int select(int nfds, long read, long write, long except, long timeout);
    }

    /**
     * Waits until descriptors are ready. Callers may pass {@code Integer.MAX_VALUE} as {@code nfds}, to mean all descriptors of
     * the three sets. If {@code nfds} is larger than necessary, this method passes a smaller number to the kernel: the largest
     * descriptor in any of the sets, plus 1.
     */
    private static int select(
            Scratch s, int nfds, FdSet read, FdSet write, FdSet except, long timeout, Select function) {
        int used = Math.min(nfds, Math.max(length(read), Math.max(length(write), length(except))));
        long readfds = in(s, read, used);
        long writefds = in(s, write, used);
        long exceptfds = in(s, except, used);
        int result = function.select(used, readfds, writefds, exceptfds, timeout);
        if (result < 0) {
            return result;
        }
        // A set may contain a number beyond the end of the descriptor table. No open descriptor has such a number.
        // select ignores the number and leaves its bit set. So if more bits are set than the result says, this
        // method fails with EBADF.
        if (bits(s, readfds, used) + bits(s, writefds, used) + bits(s, exceptfds, used) != result) {
            return -EBADF;
        }
        out(s, read, readfds, used);
        out(s, write, writefds, used);
        out(s, except, exceptfds, used);
        return result;
    }

    @Override
    public PollFds newPollFds(int capacity) {
        return layouts.newPollFds(capacity);
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

    /**
     * Returns the address of a {@code struct timeval} with the time-out {@code micros}. Returns 0 (a null pointer) if
     * {@code select} is to wait without a limit. Every call of this method writes a new structure, because the kernel may change
     * the structure.
     */
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

    /** Returns the number of 64-bit words that hold the bits of the descriptors below {@code nfds}. */
    private static int words(int nfds) {
        return nfds <= 0 ? 0 : (nfds - 1) / Long.SIZE + 1;
    }

    /**
     * Returns a mask for one 64-bit word of a set: the word at index {@code word}. A bit of the mask is 1 if it belongs to a
     * descriptor below {@code nfds}.
     */
    private static long below(int nfds, int word) {
        int bits = nfds - word * Long.SIZE;
        return bits >= Long.SIZE ? -1 : (1L << bits) - 1;
    }

    private static long wordAt(long address, int index) {
        return address + (long) index * Long.BYTES;
    }
}
