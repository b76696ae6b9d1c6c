package posixkit.examples.files;

import java.util.concurrent.locks.LockSupport;
import posixkit.ErrnoException;
import posixkit.Posix;

/**
 * Remembers a file that is not finished, under a name of its own, and removes it if the JVM ends before, for example by Ctrl-C.
 * Only a JVM that is killed by SIGKILL leaves such a file.
 */
final class Unfinished implements AutoCloseable {
    private static final String PREFIX = ".pk-";

    private final Posix posix;
    private final Thread hook = new Thread(this::end);
    private int count;
    private String path;
    private boolean ended;

    Unfinished(Posix posix) {
        this.posix = posix;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Makes a call that creates a file. */
    interface Creation<T> {
        T create(String path) throws ErrnoException;
    }

    /** Creates a file beside {@code target} under another name. */
    synchronized <T> T create(String target, Creation<T> creation) throws ErrnoException {
        while (ended) {
            LockSupport.park(this); // The JVM ends, and this thread with it.
        }
        String directory = target.substring(0, target.lastIndexOf('/') + 1);
        path = directory + PREFIX + posix.processes().getpid() + "-" + count++;
        return creation.create(path);
    }

    /** Returns the name of the file that was created last. */
    synchronized String path() {
        return path;
    }

    /** Gives the file its real name. */
    synchronized void finish(String target) throws ErrnoException {
        posix.files().rename(path, target);
        // If both names were hard links of one file, rename has left both of them.
        posix.files().unlinkOrErrno(path);
        path = null;
    }

    /** Removes the file, if it was not finished. */
    synchronized void remove() {
        if (path != null) {
            posix.files().unlinkOrErrno(path);
            path = null;
        }
    }

    private synchronized void end() {
        ended = true;
        remove();
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // The JVM ends already, and the hook runs.
        }
    }
}
