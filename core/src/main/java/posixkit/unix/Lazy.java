package posixkit.unix;

/**
 * A value that is created at the first call of {@link #get}, and created only once. If creating the value fails with an exception,
 * the next call of {@link #get} tries again. {@link Making} explains why a separate thread creates the value. <b>Internal.</b>
 *
 * <p>A subclass creates the value. With a lambda instead of a subclass, the JVM would create a class when the program runs, which
 * takes longer than to load a subclass. A program that makes only a few calls would wait for that.
 */
public abstract class Lazy<T> {
    private volatile T value;

    protected Lazy() {}

    /** Creates the value. */
    protected abstract T make();

    public final T get() {
        T present = value;
        return present == null ? makeOnce() : present;
    }

    private synchronized T makeOnce() {
        if (value == null) {
            value = new One<>(this).await();
        }
        return value;
    }

    private static final class One<T> extends Making<T> {
        private final Lazy<T> lazy;

        One(Lazy<T> lazy) {
            this.lazy = lazy;
        }

        @Override
        T make() {
            return lazy.make();
        }
    }
}
