package posixkit.unix;

/**
 * Several objects, each of which is created at its first use, and only once. <b>Internal.</b> A subclass numbers its objects from
 * 0 and creates them in {@link #make}. If creating an object fails with an exception, the next use tries again. {@link Making}
 * explains why a separate thread creates the objects.
 *
 * <p>A {@link Lazy} for each object would do the same. But each {@code Lazy} usually has a lambda, and the JVM creates a class for
 * each lambda, even if the object is never used. A program that makes only a few calls would wait for all these classes.
 */
public abstract class Lazies {
    /** One lock for each object, because the creation of one object may need another object. */
    private final Object[] locks;

    /** The objects that exist. The elements of an array in this field never change; a new object leads to a new array. */
    private volatile Object[] made;

    protected Lazies(int count) {
        made = new Object[count];
        locks = new Object[count];
        for (int i = 0; i < count; i++) {
            locks[i] = new Object();
        }
    }

    /** Creates the object with the number {@code index}. */
    protected abstract Object make(int index);

    /** Returns the object with the number {@code index}. Creates it first if it does not exist yet. */
    protected final Object get(int index) {
        Object present = made[index];
        return present == null ? makeOnce(index) : present;
    }

    private Object makeOnce(int index) {
        synchronized (locks[index]) {
            if (made[index] == null) {
                add(index, new One(this, index).await());
            }
            return made[index];
        }
    }

    private synchronized void add(int index, Object object) {
        Object[] more = made.clone();
        more[index] = object;
        made = more;
    }

    private static final class One extends Making<Object> {
        private final Lazies lazies;
        private final int index;

        One(Lazies lazies, int index) {
            this.lazies = lazies;
            this.index = index;
        }

        @Override
        Object make() {
            return lazies.make(index);
        }
    }
}
