package posixkit.darwin;

import java.lang.ref.Reference;
import java.util.concurrent.TimeUnit;
import posixkit.darwin.call.KqueueCalls;
import posixkit.darwin.layout.Kevent_t;
import posixkit.darwin.layout.Timespec_t;
import posixkit.ondarwin.Kevents;
import posixkit.ondarwin.Kqueue;
import posixkit.unix.Bindings;
import posixkit.unix.Scratch;

final class DarwinKqueue implements Kqueue {
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    /**
     * The longest time-out that every XNU, the kernel of macOS, accepts, in nanoseconds. It is about three years. Since macOS
     * 10.15, XNU accepts 68 years. If the caller wants to wait longer than three years, this class waits without a time-out.
     */
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(100_000_000);

    private final Bindings bindings;
    private final KqueueCalls calls;

    DarwinKqueue(Bindings bindings, KqueueCalls calls) {
        this.bindings = bindings;
        this.calls = calls;
    }

    @Override
    public int kqueueOrErrno() {
        return bindings.closeOnExec().fdOrErrno(bindings.calls().io(), calls.kqueue());
    }

    @Override
    public int keventOrErrno(int kq, Kevents changes, int nchanges, Kevents into, long timeoutNanos) {
        if (nchanges < 0 || nchanges > (changes == null ? 0 : changes.capacity())) {
            throw new IllegalArgumentException("nchanges: " + nchanges);
        }
        long changelist = address("changes", changes);
        long eventlist = address("into", into);
        try (Scratch s = Scratch.open()) {
            long timeout = 0;
            if (timeoutNanos >= 0 && timeoutNanos <= LONGEST) {
                timeout = s.alloc(Timespec_t.SIZE);
                s.set64(timeout + Timespec_t.SEC, timeoutNanos / NANOS_PER_SECOND);
                s.set64(timeout + Timespec_t.NSEC, timeoutNanos % NANOS_PER_SECOND);
            }
            int room = into == null ? 0 : into.capacity();
            return calls.kevent(kq, changelist, nchanges, eventlist, room, timeout);
        } finally {
            Reference.reachabilityFence(changes);
            Reference.reachabilityFence(into);
        }
    }

    @Override
    public Kevents newKevents(int capacity) {
        return new Kevent_t(capacity);
    }

    /**
     * Returns the address of {@code array} in native memory, or 0 if {@code array} is null. The kernel reads and writes the
     * memory of {@code array}, so this memory must have the kernel's layout. Therefore this method throws
     * IllegalArgumentException if {@code array} is not from {@code newKevents}. {@code argument} is the name of the caller's
     * parameter, for the message of the exception.
     */
    private static long address(String argument, Kevents array) {
        if (array == null) {
            return 0;
        }
        if (array instanceof Kevent_t events) {
            return events.address();
        }
        throw new IllegalArgumentException(argument + ": " + array.getClass().getName() + " is not from newKevents");
    }
}
