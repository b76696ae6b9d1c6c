package posixkit.linux;

import posixkit.ErrnoException;

/** Holds a value that is created once, at its first use. If the creation fails, the next use tries again. */
final class Once<T> {
    private final Maker<T> maker;
    private T value;

    interface Maker<T> {
        T make() throws ErrnoException;
    }

    Once(Maker<T> maker) {
        this.maker = maker;
    }

    synchronized T get() throws ErrnoException {
        if (value == null) {
            value = maker.make();
        }
        return value;
    }
}
