package posixkit.ondarwin;

import posixkit.StructArray;

/** Changes and events of {@link Kqueue#kevent} ({@code struct kevent[]}). */
public abstract class Kevents extends StructArray {
    protected Kevents(int capacity, int stride) {
        super(capacity, stride);
    }

    /** What it is about: a descriptor, a pid, a signal, a timer's name. */
    public abstract long ident(int index);

    /** The kind of thing: {@code EVFILT_READ}, … */
    public abstract int filter(int index);

    /** {@code EV_ADD}, …; {@code EV_EOF}, {@code EV_ERROR} in an event. */
    public abstract int flags(int index);

    /** What the filter has to say: {@code NOTE_…}. */
    public abstract int fflags(int index);

    /** A number whose meaning is the filter's: bytes to read, times a timer ran out, an errno with {@code EV_ERROR}. */
    public abstract long data(int index);

    /** Whatever was registered with it. */
    public abstract long udata(int index);

    public abstract Kevents ident(int index, long ident);

    public abstract Kevents filter(int index, int filter);

    public abstract Kevents flags(int index, int flags);

    public abstract Kevents fflags(int index, int fflags);

    public abstract Kevents data(int index, long data);

    public abstract Kevents udata(int index, long udata);

    @Override
    public abstract Kevents copy();

    /** Sets a change whole, as C's {@code EV_SET} does. */
    public final Kevents set(int index, long ident, int filter, int flags, int fflags, long data, long udata) {
        return ident(index, ident)
                .filter(index, filter)
                .flags(index, flags)
                .fflags(index, fflags)
                .data(index, data)
                .udata(index, udata);
    }

    /** {@link #set(int, long, int, int, int, long, long)} of a registration with nothing more to say. */
    public final Kevents set(int index, long ident, int filter, int flags) {
        return set(index, ident, filter, flags, 0, 0, 0);
    }
}
