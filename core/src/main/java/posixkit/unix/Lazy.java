package posixkit.unix;

import java.util.function.Supplier;

/** Made on first use, once. <b>Internal.</b> */
public final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private volatile T made;

    public Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public T get() {
        T it = made;
        return it == null ? make() : it;
    }

    private synchronized T make() {
        if (made == null) {
            made = maker.get();
        }
        return made;
    }
}
