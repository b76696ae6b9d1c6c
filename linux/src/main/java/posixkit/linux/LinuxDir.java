package posixkit.linux;

import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_DIRECTORY;
import static posixkit.constants.Open.O_RDONLY;

import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.ffi.Native;
import posixkit.file.Dir;
import posixkit.linux.call.LinuxCalls;
import posixkit.print.Printer;
import posixkit.unix.Bindings;
import posixkit.unix.Scratch;
import posixkit.unix.call.UnixCalls;

/**
 * Implements {@link Dir} with getdents64, which reads many entries at once. libc's readdir_r does the same, but one call through
 * the JVM for each entry takes more time than the rest. {@link #close} frees the memory of the entries. So this class allows one
 * call at a time, and no call after {@code close}.
 */
final class LinuxDir extends Dir {
    /** The number of bytes of entries that are read at once, as in libc. */
    private static final int BUFFER = 32 * 1024;

    private static final int CLOSED = -1;

    private final UnixCalls unix;
    private final LinuxCalls linux;
    private final String path;
    private final long memory;
    private final LinuxDirents entries;
    private int fd;

    /** True if {@link #entries} has a current record, and {@link #next} has returned true for it. */
    private boolean isAtEntry;

    private LinuxDir(UnixCalls unix, LinuxCalls linux, String path, int fd) {
        this.unix = unix;
        this.linux = linux;
        this.path = path;
        memory = Native.allocate(BUFFER);
        entries = new LinuxDirents(Native.buffer(memory, BUFFER), memory);
        this.fd = fd;
    }

    static Dir open(Bindings bindings, LinuxCalls linux, String path) throws ErrnoException {
        UnixCalls unix = bindings.calls();
        int fd;
        try (Scratch s = Scratch.open()) {
            long address = s.string("path", path);
            do {
                fd = unix.file().openat(AT_FDCWD, address, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
            } while (fd == -EINTR);
        }
        Outcome.ofPath("opendir", path, fd);
        try {
            return new LinuxDir(unix, linux, path, fd);
        } catch (Throwable e) {
            unix.io().close(fd);
            throw e;
        }
    }

    @Override
    public synchronized boolean next() throws ErrnoException {
        if (fd == CLOSED) {
            throw new IllegalStateException("this directory is closed");
        }
        isAtEntry = false;
        if (!entries.next()) {
            int bytes;
            do {
                bytes = entries.fill(linux.syscall(), fd);
            } while (bytes == -EINTR);
            // ENOENT says that the directory was removed. As in libc, this is the end.
            if (bytes == 0 || bytes == -ENOENT) {
                return false;
            }
            Outcome.ofPath("readdir_r", path, bytes);
            entries.next();
        }
        isAtEntry = true;
        return true;
    }

    @Override
    public synchronized long ino() {
        requireEntry();
        return entries.ino();
    }

    @Override
    public synchronized int type() {
        requireEntry();
        return entries.type();
    }

    @Override
    public synchronized String name() {
        requireEntry();
        return entries.name();
    }

    /** Closes the descriptor with one call of {@code close}, which closes it even if the call fails. */
    @Override
    public synchronized void close() throws ErrnoException {
        if (fd != CLOSED) {
            int last = fd;
            fd = CLOSED;
            isAtEntry = false;
            Native.free(memory);
            Outcome.ofPath("closedir", path, unix.io().close(last));
        }
    }

    @Override
    public synchronized String toString() {
        String entry = isAtEntry ? ", at " + Printer.quoted(entries.name()) : "";
        return "Dir[" + Printer.quoted(path) + (fd == CLOSED ? ", closed" : entry) + "]";
    }

    private void requireEntry() {
        if (!isAtEntry) {
            throw new IllegalStateException("no entry: call next() first");
        }
    }
}
