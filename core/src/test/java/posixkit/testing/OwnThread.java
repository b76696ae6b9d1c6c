package posixkit.testing;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs something on a platform thread that ends afterwards, so that what it changes about its thread ends with it. */
public final class OwnThread {
    private OwnThread() {}

    /** What is run. */
    public interface Action {
        void run() throws Exception;
    }

    public static void run(Action action) throws Exception {
        FutureTask<Object> task = new FutureTask<>(() -> {
            action.run();
            return null;
        });
        Thread thread = new Thread(task, "own");
        thread.start();
        thread.join();
        try {
            task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }
}
