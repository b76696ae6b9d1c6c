package posixkit.unix;

import java.util.function.Supplier;

/**
 * Makes a value on first use, once. If making it throws, the next use tries again. <b>Internal.</b>
 *
 * <p>A thread of its own makes the value, because the caller's stack may be almost full. A {@link StackOverflowError} while a class is
 * initialized leaves the class unusable for ever, and making a binding initializes many classes.
 */
public final class Lazy<T> implements Supplier<T> {
    /** Enough for the deepest binding: what jnr-ffi needs is far less. */
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

    /** Makes a value on another thread. A class, because a lambda here would be linked on the caller's stack. */
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

        /** Returns the value, or throws what the maker threw. An interrupt is kept for later: half a binding is of no use. */
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
