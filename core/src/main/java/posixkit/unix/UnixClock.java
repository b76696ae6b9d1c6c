package posixkit.unix;

import posixkit.ErrnoException;
import posixkit.Struct;
import posixkit.time.Clock;
import posixkit.time.Timeval;

/** {@link Clock}. <b>Internal.</b> */
public final class UnixClock implements Clock {
    private final LibC libc;
    private final Layouts layouts;
    private final Timeval ours;

    public UnixClock(Bindings bindings) {
        libc = bindings.libc();
        layouts = bindings.layouts();
        ours = layouts.newTimeval();
    }

    @Override
    public void gettimeofday(Timeval into) throws ErrnoException {
        Struct time = Layouts.own(into, ours);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(time.bytes().length);
            Result.check(libc.gettimeofday(buffer, 0), "gettimeofday");
            s.copyTo(time, buffer);
        }
    }

    @Override
    public Timeval newTimeval() {
        return layouts.newTimeval();
    }
}
