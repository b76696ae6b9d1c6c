package posixkit.ondarwin;

import posixkit.StructArray;

/** The changes and the events of {@link Kqueue#kevent} ({@code struct kevent[]}). */
public abstract class Kevents extends StructArray {
    protected Kevents(int capacity, int stride) {
        super(capacity, stride);
    }

    /** Returns what the registration is about: a descriptor, a pid, a signal, the number of a timer. */
    public abstract long ident(int index);

    /** Returns the filter: {@code EVFILT_READ}, … */
    public abstract int filter(int index);

    /** Returns the flags: {@code EV_ADD}, … of a change; {@code EV_EOF}, {@code EV_ERROR} of an event. */
    public abstract int flags(int index);

    /** Returns the flags of the filter: {@code NOTE_…}. */
    public abstract int fflags(int index);

    /** Returns a number that the filter defines: bytes to read, how often a timer expired, an errno with {@code EV_ERROR}. */
    public abstract long data(int index);

    /** Returns the user data of the registration. */
    public abstract long udata(int index);

    /** Sets what the registration is about. */
    public abstract Kevents ident(int index, long ident);

    /** Sets the filter. */
    public abstract Kevents filter(int index, int filter);

    /** Sets the flags. */
    public abstract Kevents flags(int index, int flags);

    /** Sets the flags of the filter. */
    public abstract Kevents fflags(int index, int fflags);

    /** Sets the number that the filter defines. */
    public abstract Kevents data(int index, long data);

    /** Sets the user data. */
    public abstract Kevents udata(int index, long udata);

    @Override
    public abstract Kevents copy();

    /** Sets all members of a change, as C's {@code EV_SET} does. */
    public final Kevents set(int index, long ident, int filter, int flags, int fflags, long data, long udata) {
        return ident(index, ident)
                .filter(index, filter)
                .flags(index, flags)
                .fflags(index, fflags)
                .data(index, data)
                .udata(index, udata);
    }

    /** Sets a change whose other members are 0. */
    public final Kevents set(int index, long ident, int filter, int flags) {
        return set(index, ident, filter, flags, 0, 0, 0);
    }
}
