package posixkit.unix;

import java.util.function.Supplier;

/**
 * Creates a value at the first call of {@link #get}, and creates it only once. If creating the value fails with an exception, the
 * next call of {@link #get} tries again. <b>Internal.</b>
 *
 * <p>The value is usually a binding: an object through which jnr-ffi calls C functions. Loading a binding initializes many
 * classes. If a {@link StackOverflowError} happens during the initialization of a class, that class is unusable for ever. The
 * stack of the calling thread may be almost full, so a separate thread creates the value.
 */
public final class Lazy<T> implements Supplier<T> {
    /**
     * The stack size, in bytes, of the thread that creates the value. jnr-ffi needs far less, even to load the largest binding.
     */
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
     * Creates the value on the separate thread. This is a named class and not a lambda. The JVM creates the class of a lambda at
     * the first use of the lambda. With a lambda, the calling thread would create this class, and the stack of the calling thread
     * may be almost full.
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
         * Waits until {@code thread}, which creates the value, has ended. Then returns the value, or throws the exception with
         * which the creation failed. If the calling thread is interrupted, this method continues to wait, because the value is
         * not yet usable. Before it returns or throws, it sets the interrupt flag of the calling thread again.
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
