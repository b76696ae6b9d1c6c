package posixkit.unix;

import java.util.function.Supplier;

/**
 * Creates a value at the first call of {@link #get}, and creates it only once. If the creation throws, the next call tries again.
 * <b>Internal.</b>
 *
 * <p>A separate thread creates the value, because the stack of the calling thread may be almost full. If a
 * {@link StackOverflowError} happens during the initialization of a class, that class is unusable for ever. Loading a binding
 * initializes many classes.
 */
public final class Lazy<T> implements Supplier<T> {
    /** The stack size of the separate thread, in bytes. jnr-ffi needs far less, even to load the largest binding. */
    private static final int STACK = 1024 * 1024;

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
            Making<T> making = new Making<>(maker);
            Thread thread = new Thread(null, making, "posixkit-binding", STACK, false);
            thread.setDaemon(true);
            thread.start();
            value = making.await(thread);
        }
        return value;
    }

    /**
     * Creates the value on the separate thread. This is a class and not a lambda: the first use of a lambda makes the JVM create
     * its class, which needs the stack of the calling thread.
     */
    private static final class Making<T> implements Runnable {
        private final Supplier<T> maker;
        private T value;
        private RuntimeException exception;
        private Error error;

        Making(Supplier<T> maker) {
            this.maker = maker;
        }

        @Override
        public void run() {
            try {
                value = maker.get();
            } catch (RuntimeException e) {
                exception = e;
            } catch (Error e) {
                error = e;
            }
        }

        /**
         * Waits until {@code thread}, which creates the value, has ended. Then returns the value, or throws the exception that
         * the creation threw. If the calling thread is interrupted, this method continues to wait, because the value is not yet
         * usable. It sets the interrupt flag again afterwards.
         */
        T await(Thread thread) {
            boolean isInterrupted = false;
            while (true) {
                try {
                    thread.join();
                    break;
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
            if (error != null) {
                throw error;
            }
            if (exception != null) {
                throw exception;
            }
            return value;
        }
    }
}
