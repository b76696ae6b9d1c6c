package posixkit.unix;

import java.nio.charset.StandardCharsets;
import posixkit.ErrnoException;
import posixkit.ffi.Native;
import posixkit.file.Dir;
import posixkit.print.Printer;
import posixkit.unix.layout.Dirent;

/**
 * {@link Dir}. <b>Internal.</b> libc frees a stream when it is closed, and a second look at it, or two at once where it is
 * without a lock of its own, would be one at memory of others: hence one call at a time, and none after the last.
 */
final class UnixDir extends Dir {
    private static final long CLOSED = 0;

    private final DirCalls calls;
    private final Object path;
    private long stream;
    private byte[] name;
    private long ino;
    private int type;

    private UnixDir(DirCalls calls, Object path, long stream) {
        this.calls = calls;
        this.path = path;
        this.stream = stream;
    }

    static Dir open(DirCalls calls, Object path) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long stream = calls.opendir(s.path(path));
            if (stream == 0 || stream == -1) {
                throw new ErrnoException("opendir", Native.errno(), NameCodec.text(path));
            }
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
            Result.orThrow(Result.negateNumber(calls.readdir_r(stream, entry, result)), "readdir_r", path);
            if (s.s64(result) == 0) {
                return false;
            }
            ino = Dirent.ino(s, entry);
            type = Dirent.type(s, entry);
            long text = entry + Dirent.NAME;
            name = s.copy(text, s.length(text));
            return true;
        }
    }

    @Override
    public synchronized long ino() {
        entry();
        return ino;
    }

    @Override
    public synchronized int type() {
        entry();
        return type;
    }

    @Override
    public synchronized String name() {
        return new String(entry(), StandardCharsets.UTF_8);
    }

    @Override
    public synchronized byte[] nameBytes() {
        return entry().clone();
    }

    /** Not again, whatever it says: the memory is free by then. */
    @Override
    public synchronized void close() throws ErrnoException {
        if (stream != CLOSED) {
            long last = stream;
            stream = CLOSED;
            name = null;
            Result.check(calls.closedir(last), "closedir", path);
        }
    }

    @Override
    public synchronized String toString() {
        String entry = name == null ? "" : ", at " + Printer.quoted(name());
        return "Dir[" + Printer.quoted(NameCodec.text(path)) + (stream == CLOSED ? ", closed" : entry) + "]";
    }

    private byte[] entry() {
        if (name == null) {
            throw new IllegalStateException("no entry is at hand: next() comes first");
        }
        return name;
    }
}
