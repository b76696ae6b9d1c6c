package posixkit.unix;

/**
 * A thread that creates an object. <b>Internal.</b>
 *
 * <p>The object is usually a binding: an object through which jnr-ffi calls C functions. Loading a binding initializes many
 * classes. If a {@link StackOverflowError} happens during the initialization of a class, that class is unusable for ever. The
 * stack of the calling thread may be almost full, so a separate thread creates the object.
 */
abstract class Making<T> extends Thread {
    /**
     * The stack size, in bytes, of the thread that creates the object. jnr-ffi needs far less, even to load the largest binding.
     */
    private static final int STACK = 1024 * 1024;

    private T made;
    private RuntimeException exception;
    private Error error;

    Making() {
        super(null, null, "posixkit-binding", STACK, false);
        setDaemon(true);
    }

    /** Creates the object. Runs on the separate thread. */
    abstract T make();

    @Override
    public final void run() {
        try {
            made = make();
        } catch (RuntimeException e) {
            exception = e;
        } catch (Error e) {
            error = e;
        }
    }

    /**
     * Lets this thread create the object and waits until this thread has ended. Then returns the object, or throws the exception
     * with which the creation failed. If the calling thread is interrupted, this method continues to wait, because the object is
     * not yet usable. Before it returns or throws, it sets the interrupt flag of the calling thread again.
     *
     * <p>The creation of one object may need another object. The calling thread then is a thread of this class, has enough stack,
     * and creates the other object itself.
     */
    final T await() {
        if (Thread.currentThread() instanceof Making) {
            return make();
        }
        start();
        boolean isInterrupted = false;
        while (true) {
            try {
                join();
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
        return made;
    }
}
