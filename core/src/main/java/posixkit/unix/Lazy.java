package posixkit.unix;

import java.util.function.Supplier;

/**
 * Creates a value at the first call of {@link #get}, and creates it only once. If creating the value fails with an exception, the
 * next call of {@link #get} tries again. {@link Making} explains why a separate thread creates the value. <b>Internal.</b>
 */
public final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private volatile T value;

    public Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public T get() {
        T present = value;
        return present == null ? make() : present;
    }

    private synchronized T make() {
        if (value == null) {
            value = new One<>(maker).await();
        }
        return value;
    }

    /**
     * A named class and not a lambda. The JVM creates the class of a lambda at the first use of the lambda. With a lambda, the
     * calling thread would create this class, and the stack of the calling thread may be almost full.
     */
    private static final class One<T> extends Making<T> {
        private final Supplier<T> maker;

        One(Supplier<T> maker) {
            this.maker = maker;
        }

        @Override
        T make() {
            return maker.get();
        }
    }
}
