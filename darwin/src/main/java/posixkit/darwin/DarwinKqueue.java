package posixkit.darwin;

import static posixkit.constants.Errno.EINTR;

import java.lang.ref.Reference;
import java.util.concurrent.TimeUnit;
import posixkit.ErrnoException;
import posixkit.darwin.layout.Kevent_t;
import posixkit.darwin.layout.Timespec_t;
import posixkit.ondarwin.Kevents;
import posixkit.ondarwin.Kqueue;
import posixkit.unix.Bindings;
import posixkit.unix.CloseOnExec;
import posixkit.unix.Result;
import posixkit.unix.Scratch;

final class DarwinKqueue implements Kqueue {
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    /** XNU takes no time-out of more seconds than this; it is three years, so longer is for ever. */
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(100_000_000);

    private final Bindings bindings;
    private final DarwinLibC darwin;
    private final DarwinHotCalls hot;

    DarwinKqueue(Bindings bindings, DarwinLibC darwin, DarwinHotCalls hot) {
        this.bindings = bindings;
        this.darwin = darwin;
        this.hot = hot;
    }

    @Override
    public int kqueue() throws ErrnoException {
        int kq = Result.check(darwin.kqueue(), "kqueue");
        CloseOnExec.set(bindings.libc(), bindings.variadic(), "kqueue", kq);
        return kq;
    }

    /** The clock is read only when there is a time to keep. The changes are made before the wait, so not again. */
    @Override
    public int kevent(int kq, Kevents changes, int nchanges, Kevents into, long timeoutNanos) throws ErrnoException {
        boolean timed = timeoutNanos > 0;
        long deadline = timed ? System.nanoTime() + timeoutNanos : 0;
        int result = keventOrErrno(kq, changes, nchanges, into, timeoutNanos);
        while (result == -EINTR) {
            long left = timed ? Math.max(0, deadline - System.nanoTime()) : timeoutNanos;
            result = keventOrErrno(kq, null, 0, into, left);
        }
        return Result.orThrow(result, "kevent", "fd", kq);
    }

    @Override
    public int keventOrErrno(int kq, Kevents changes, int nchanges, Kevents into, long timeoutNanos) {
        if (nchanges < 0 || nchanges > (changes == null ? 0 : changes.capacity())) {
            throw new IllegalArgumentException(nchanges + " changes, of an array that has not as many");
        }
        try (Scratch s = Scratch.open()) {
            long timeout = 0;
            if (timeoutNanos >= 0 && timeoutNanos <= LONGEST) {
                timeout = s.alloc(Timespec_t.SIZE);
                s.set64(timeout + Timespec_t.SEC, timeoutNanos / NANOS_PER_SECOND);
                s.set64(timeout + Timespec_t.NSEC, timeoutNanos % NANOS_PER_SECOND);
            }
            int room = into == null ? 0 : into.capacity();
            return hot.kevent(kq, address(changes), nchanges, address(into), room, timeout);
        } finally {
            Reference.reachabilityFence(changes);
            Reference.reachabilityFence(into);
        }
    }

    @Override
    public Kevents newKevents(int capacity) {
        return new Kevent_t(capacity);
    }

    /** Its memory is handed to the kernel, so it has to be laid out, and as long, as the kernel takes it to be. */
    private static long address(Kevents events) {
        if (events == null) {
            return 0;
        }
        if (events instanceof Kevent_t ours) {
            return ours.address();
        }
        throw new IllegalArgumentException("changes and events are made by newKevents");
    }
}
