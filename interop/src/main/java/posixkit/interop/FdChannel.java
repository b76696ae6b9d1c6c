package posixkit.interop;

import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Fcntl.F_GETFL;
import static posixkit.constants.Limits.PIPE_BUF;
import static posixkit.constants.MessageFlag.MSG_DONTWAIT;
import static posixkit.constants.Open.O_ACCMODE;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.constants.PollEvent.POLLOUT;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.util.concurrent.locks.ReentrantLock;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.Posix;
import posixkit.event.PollFds;
import posixkit.file.Stat;

/**
 * A channel that reads and writes a descriptor through posixkit, and owns it. The descriptor is closed when the channel is closed
 * and no call uses the descriptor any more, so no call can reach another file that got the same number.
 */
class FdChannel extends AbstractInterruptibleChannel implements ByteChannel {
    private static final int FOR_EVER = -1;

    final Posix posix = Posix.get();
    private final int fd;
    private final boolean socket;
    /** True if a call may wait for as long as others please: not for files, and not in non-blocking mode. */
    private final boolean waits;

    /** Not {@code O_WRONLY}. To wait until such a descriptor can be read would be to wait for ever. */
    private final boolean readable;

    private final boolean writable;

    /** One thread reads at a time, and one writes, so each needs one list to poll. */
    private final ReentrantLock reading = new ReentrantLock();

    private final ReentrantLock writing = new ReentrantLock();
    private PollFds whileReading;
    private PollFds whileWriting;

    // Guarded by this.
    private int users;
    private boolean closing;
    /** A pipe. A byte in it wakes the threads that wait for the descriptor. Made when the first thread has to wait. */
    private int[] alarm;

    FdChannel(int fd, Stat stat) throws ErrnoException {
        this.fd = fd;
        socket = stat.isSocket();
        int flags = posix.io().fcntl(fd, F_GETFL, 0);
        waits = !isFile(stat) && !stat.isDirectory() && (flags & O_NONBLOCK) == 0;
        readable = (flags & O_ACCMODE) != O_WRONLY;
        writable = (flags & O_ACCMODE) != O_RDONLY;
    }

    /** Returns a channel for {@code fd}. It is a {@link FdFileChannel} if {@code fd} has an offset. */
    static FdChannel of(int fd) {
        try {
            Stat stat = Posix.get().io().fstat(FdChannels.checked(fd));
            return isFile(stat) ? new FdFileChannel(fd, stat) : new FdChannel(fd, stat);
        } catch (ErrnoException e) {
            throw new IllegalArgumentException("fd: " + e.getMessage(), e);
        }
    }

    private static boolean isFile(Stat stat) {
        return stat.isRegularFile() || stat.isBlockDevice();
    }

    final int fd() {
        return fd;
    }

    @Override
    public final int read(ByteBuffer into) throws IOException {
        if (into.isReadOnly()) {
            throw new IllegalArgumentException("into: read-only");
        }
        if (isOpen() && !readable) {
            throw new NonReadableChannelException();
        }
        reading.lock();
        try {
            enter();
            boolean completed = false;
            try {
                begin();
                int count = readNow(into);
                completed = true;
                return count;
            } finally {
                leave(completed);
            }
        } finally {
            reading.unlock();
        }
    }

    private int readNow(ByteBuffer into) throws IOException {
        checkOpen();
        if (!into.hasRemaining()) {
            return 0;
        }
        if (waits) {
            if (whileReading == null) {
                whileReading = posix.poll().newPollFds(2);
            }
            await(whileReading, POLLIN);
        }
        int count;
        do {
            count = posix.io().readOrErrno(fd, into);
        } while (count == -EINTR);
        if (count == -EAGAIN) {
            return 0;
        }
        return Outcome.ofFd("read", fd, count) == 0 ? -1 : count;
    }

    @Override
    public final int write(ByteBuffer from) throws IOException {
        if (isOpen() && !writable) {
            throw new NonWritableChannelException();
        }
        writing.lock();
        try {
            enter();
            boolean completed = false;
            try {
                begin();
                int count = waits ? writeWaiting(from) : writeNow(from);
                completed = true;
                return count;
            } finally {
                leave(completed);
            }
        } finally {
            writing.unlock();
        }
    }

    private int writeNow(ByteBuffer from) throws IOException {
        checkOpen();
        int count;
        do {
            count = posix.io().writeOrErrno(fd, from);
        } while (count == -EINTR);
        return count == -EAGAIN ? 0 : Outcome.ofFd("write", fd, count);
    }

    /** Writes all, and only as much at a time as does not block, so that closing the channel ends the wait. */
    private int writeWaiting(ByteBuffer from) throws IOException {
        checkOpen();
        if (!from.hasRemaining()) {
            return 0;
        }
        int start = from.position();
        int limit = from.limit();
        if (whileWriting == null) {
            whileWriting = posix.poll().newPollFds(2);
        }
        try {
            do {
                await(whileWriting, POLLOUT);
                if (socket) {
                    int count = posix.sockets().sendOrErrno(fd, from, MSG_DONTWAIT);
                    if (count != -EAGAIN && count != -EINTR) {
                        Outcome.ofFd("send", fd, count);
                    }
                } else {
                    // A pipe that is ready has room for this many bytes.
                    from.limit(Math.min(limit, from.position() + PIPE_BUF));
                    writeNow(from);
                    from.limit(limit);
                }
            } while (from.hasRemaining());
        } finally {
            from.limit(limit);
        }
        return from.position() - start;
    }

    /** Waits until the descriptor is ready. Fails if the channel is closed meanwhile. */
    private void await(PollFds fds, int events) throws IOException {
        checkOpen();
        fds.clear();
        fds.add(fd, events);
        if (posix.poll().poll(fds, 0) > 0) {
            return;
        }
        fds.add(alarm(), POLLIN);
        posix.poll().poll(fds, FOR_EVER);
        checkOpen();
    }

    private synchronized int alarm() throws IOException {
        checkOpen();
        if (alarm == null) {
            alarm = posix.io().pipe();
        }
        return alarm[0];
    }

    private synchronized void enter() throws ClosedChannelException {
        if (closing || !isOpen()) {
            throw new ClosedChannelException();
        }
        users++;
    }

    private void leave(boolean completed) throws IOException {
        try {
            end(completed);
        } finally {
            boolean last;
            synchronized (this) {
                users--;
                last = closing && users == 0;
            }
            if (last) {
                release();
            }
        }
    }

    /** {@link #end} turns the exception into that which says why the channel was closed. */
    private synchronized void checkOpen() throws AsynchronousCloseException {
        if (closing) {
            throw new AsynchronousCloseException();
        }
    }

    @Override
    protected void implCloseChannel() throws IOException {
        boolean unused;
        synchronized (this) {
            closing = true;
            unused = users == 0;
            if (!unused && alarm != null) {
                posix.io().write(alarm[1], new byte[1]);
            }
        }
        if (unused) {
            release();
        }
    }

    /** Called once, by the last user of the descriptor. */
    private void release() throws IOException {
        try {
            posix.io().close(fd);
        } finally {
            if (alarm != null) {
                posix.io().close(alarm[0]);
                posix.io().close(alarm[1]);
            }
        }
    }

    interface Step {
        long make() throws IOException;
    }

    /** Makes one call that does not wait. */
    final long using(Step step) throws IOException {
        enter();
        boolean completed = false;
        try {
            begin();
            checkOpen();
            long result = step.make();
            completed = true;
            return result;
        } finally {
            leave(completed);
        }
    }

    @Override
    public final String toString() {
        return isOpen() ? "FdChannel[" + fd + "]" : "FdChannel[closed]";
    }
}
