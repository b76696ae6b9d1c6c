package posixkit.unix;

import static posixkit.constants.Errno.EINTR;

import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.file.Dir;
import posixkit.print.Printer;
import posixkit.unix.call.DirCalls;
import posixkit.unix.layout.Dirent;

/**
 * Implements {@link Dir} for Linux and macOS. <b>Internal.</b> {@code closedir} frees the memory of the directory stream, so a
 * later call with this stream would access freed memory. Two calls with the same stream at the same time could also access freed
 * memory, if libc does not lock the stream. This class therefore allows one call at a time, and makes no call after
 * {@link #close}.
 */
final class UnixDir extends Dir {
    private static final long CLOSED = 0;

    private final DirCalls calls;
    private final String path;
    private long stream;
    private String name;
    private long ino;
    private int type;

    private UnixDir(DirCalls calls, String path, long stream) {
        this.calls = calls;
        this.path = path;
        this.stream = stream;
    }

    static Dir open(DirCalls calls, String path) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long address = s.string("path", path);
            long stream;
            do {
                stream = calls.opendir(address);
            } while (stream == -EINTR);
            Outcome.ofPath("opendir", path, (int) Math.min(stream, 0));
            return new UnixDir(calls, path, stream);
        }
    }

    @Override
    public synchronized boolean next() throws ErrnoException {
        if (stream == CLOSED) {
            throw new IllegalStateException("this directory is closed");
        }
        name = null;
        try (Scratch s = Scratch.open()) {
            long entry = s.alloc(Dirent.SIZE);
            long result = s.alloc(Long.BYTES);
            int failure;
            do {
                failure = calls.readdir_r(stream, entry, result);
            } while (failure == -EINTR);
            Outcome.ofPath("readdir_r", path, failure);
            if (s.s64(result) == 0) {
                return false;
            }
            ino = Dirent.ino(s, entry);
            type = Dirent.type(s, entry);
            long text = entry + Dirent.NAME;
            name = s.text(text);
            return true;
        }
    }

    @Override
    public synchronized long ino() {
        requireEntry();
        return ino;
    }

    @Override
    public synchronized int type() {
        requireEntry();
        return type;
    }

    @Override
    public synchronized String name() {
        requireEntry();
        return name;
    }

    /**
     * Closes the stream with one call of {@code closedir}. {@code closedir} is never called again, because it frees the memory of
     * the stream even if it fails.
     */
    @Override
    public synchronized void close() throws ErrnoException {
        if (stream != CLOSED) {
            long last = stream;
            stream = CLOSED;
            name = null;
            Outcome.ofPath("closedir", path, calls.closedir(last));
        }
    }

    @Override
    public synchronized String toString() {
        String entry = name == null ? "" : ", at " + Printer.quoted(name());
        return "Dir[" + Printer.quoted(path) + (stream == CLOSED ? ", closed" : entry) + "]";
    }

    private void requireEntry() {
        if (name == null) {
            throw new IllegalStateException("no entry: call next() first");
        }
    }
}
