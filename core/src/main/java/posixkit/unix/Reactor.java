package posixkit.unix;

import static posixkit.constants.Errno.EINTR;

import java.util.function.Consumer;

/**
 * The thread that waits until descriptors are ready, and wakes the virtual threads that wait for them. <b>Internal.</b> It is a
 * daemon thread, and there is one in a process. {@link Parking} starts it when the first virtual thread has to wait.
 */
final class Reactor implements Runnable {
    private final Readiness readiness;
    private final Readiness.Listener listener;
    private final Consumer<Reactor> atEnd;

    /**
     * @param listener the object that learns about ready descriptors
     * @param atEnd called if the thread ends because the system cannot tell any more which descriptors are ready
     */
    Reactor(
            Readiness readiness,
            java.util.function.Function<Reactor, Readiness.Listener> listener,
            Consumer<Reactor> atEnd) {
        this.readiness = readiness;
        this.listener = listener.apply(this);
        this.atEnd = atEnd;
    }

    /**
     * Starts the thread. The thread inherits nothing from the virtual thread that happens to be the first to wait: no thread
     * group, no class loader, no thread-local values.
     */
    void start() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        Thread thread = new Thread(group, this, "posixkit-readiness", 0, false);
        thread.setContextClassLoader(null);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            int result;
            do {
                result = readiness.await(listener);
            } while (result >= 0 || result == -EINTR);
        } finally {
            // A program may close descriptors that are not its own, and so the epoll set.
            atEnd.accept(this);
        }
    }

    int watch(int fd, boolean isRead, boolean isWrite, boolean isKnown) {
        return readiness.watch(fd, isRead, isWrite, isKnown);
    }

    void forget(int fd) {
        readiness.forget(fd);
    }
}
