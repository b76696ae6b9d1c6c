package posixkit.examples.files;

import java.util.List;
import java.util.function.ObjIntConsumer;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.Target;

/** Reports changes of files and directories. There is one implementation for Linux and one for macOS. */
interface ChangeWatcher extends AutoCloseable {
    /** What happened, in one word, and to which file. The path of a directory ends with a slash if the system says that it is one. */
    record Change(String event, String path) {}

    /** Creates a watcher. What cannot be watched, among what is created later, is reported by its path and errno. */
    static ChangeWatcher of(Posix posix, boolean recursive, ObjIntConsumer<String> failed) throws ErrnoException {
        return Target.IS_DARWIN
                ? new KqueueWatcher(posix, recursive, failed)
                : new InotifyWatcher(posix, recursive, failed);
    }

    /** Starts watching a file, or a directory and the files in it. */
    void add(String path) throws ErrnoException;

    /** Waits for changes and returns them in order; none if {@code millis} have passed. −1 means to wait for as long as it takes. */
    List<Change> await(int millis) throws ErrnoException;

    /** Returns true if nothing is watched any more. */
    boolean isIdle();

    @Override
    void close() throws ErrnoException;
}
