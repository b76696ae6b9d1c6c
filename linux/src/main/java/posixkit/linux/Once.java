package posixkit.linux;

import posixkit.ErrnoException;

/**
 * A value that is created once, at its first use. If the creation fails, the next use tries again. A subclass creates the value;
 * {@link posixkit.unix.Lazy} says why this class does not take a lambda instead.
 */
abstract class Once<T> {
    private T value;

    abstract T make() throws ErrnoException;

    final synchronized T get() throws ErrnoException {
        if (value == null) {
            value = make();
        }
        return value;
    }
}
