package posixkit.linux;

import posixkit.ErrnoException;

/** Made on first use, once, where the system lets it: what it refuses is tried again the next time. */
final class Once<T> {
    private final Maker<T> maker;
    private T made;

    interface Maker<T> {
        T make() throws ErrnoException;
    }

    Once(Maker<T> maker) {
        this.maker = maker;
    }

    synchronized T get() throws ErrnoException {
        if (made == null) {
            made = maker.make();
        }
        return made;
    }
}
