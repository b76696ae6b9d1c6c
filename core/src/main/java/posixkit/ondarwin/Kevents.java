package posixkit.ondarwin;

import posixkit.StructArray;

/**
 * An array of {@code struct kevent}. Each entry is either an event or a change. An event says what happened. A registration tells
 * an event queue which events to report. A change orders the kernel to add, modify or delete a registration.
 * {@link Kqueue#kevent} reads changes from one array, and stores events in a second array or in the same array. {@link Kqueue}
 * explains registrations and filters.
 */
public abstract class Kevents extends StructArray {
    protected Kevents(int capacity, int stride) {
        super(capacity, stride);
    }

    /**
     * Returns the identifier of the entry at {@code index}. Depending on the filter, it is a descriptor, a pid, a signal, or the
     * number of a timer.
     */
    public abstract long ident(int index);

    /** Returns the filter of the entry at {@code index}, for example {@code EVFILT_READ}. */
    public abstract int filter(int index);

    /**
     * Returns the flags of the entry at {@code index}. A change has flags such as {@code EV_ADD}. An event can have
     * {@code EV_EOF} and {@code EV_ERROR}.
     */
    public abstract int flags(int index);

    /** Returns the filter-specific flags of the entry at {@code index}: {@code NOTE_…} constants. */
    public abstract int fflags(int index);

    /**
     * Returns the data of the entry at {@code index}: a number whose meaning depends on the filter. In an event of
     * {@code EVFILT_READ}, for example, the number says how many bytes can be read. If the entry has the flag {@code EV_ERROR},
     * the number is an errno.
     */
    public abstract long data(int index);

    /** Returns the user data of the entry at {@code index}: the number that the program stored in the registration. */
    public abstract long udata(int index);

    /** Sets the identifier of the entry at {@code index}, for example a descriptor or a pid. */
    public abstract Kevents ident(int index, long ident);

    /** Sets the filter of the entry at {@code index}. */
    public abstract Kevents filter(int index, int filter);

    /** Sets the flags of the entry at {@code index}. */
    public abstract Kevents flags(int index, int flags);

    /** Sets the filter-specific flags ({@code NOTE_…}) of the entry at {@code index}. */
    public abstract Kevents fflags(int index, int fflags);

    /** Sets the data of the entry at {@code index}, a number whose meaning depends on the filter. */
    public abstract Kevents data(int index, long data);

    /**
     * Sets the user data of the entry at {@code index}. The user data is a number with no meaning for the kernel. The kernel
     * copies it into every event that this entry causes.
     */
    public abstract Kevents udata(int index, long udata);

    @Override
    public abstract Kevents copy();

    /** Sets all members of the entry at {@code index}, like the C macro {@code EV_SET}. */
    public final Kevents set(int index, long ident, int filter, int flags, int fflags, long data, long udata) {
        return ident(index, ident)
                .filter(index, filter)
                .flags(index, flags)
                .fflags(index, fflags)
                .data(index, data)
                .udata(index, udata);
    }

    /** Sets identifier, filter and flags of the entry at {@code index}, and sets its other members to 0. */
    public final Kevents set(int index, long ident, int filter, int flags) {
        return set(index, ident, filter, flags, 0, 0, 0);
    }
}
