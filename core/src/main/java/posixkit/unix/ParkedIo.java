package posixkit.unix;

import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.ENOTSOCK;
import static posixkit.constants.Errno.EOPNOTSUPP;
import static posixkit.constants.Errno.EWOULDBLOCK;
import static posixkit.constants.Fcntl.F_OFD_SETLK;
import static posixkit.constants.Fcntl.F_SETLK;
import static posixkit.constants.Fcntl.F_SETLKW;
import static posixkit.constants.FlockOperation.LOCK_NB;
import static posixkit.constants.MessageFlag.MSG_DONTWAIT;
import static posixkit.constants.Mode.S_IFBLK;
import static posixkit.constants.Mode.S_IFDIR;
import static posixkit.constants.Mode.S_IFREG;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;

import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import posixkit.ffi.Native;
import posixkit.unix.Waiters.Kind;
import posixkit.unix.call.IoCalls;
import posixkit.unix.layout.Iovec;

/**
 * Makes blocking calls of virtual threads on descriptors: reads, writes and locks. <b>Internal.</b> The generated bindings call
 * these methods, and pass the object {@code calls} that makes the call on the current thread. {@link Parking} explains how the
 * calls wait.
 */
public final class ParkedIo {
    /** The result of {@link #readNow} and {@link #writeNow} if the system has no call for the descriptor that never waits. */
    private static final long BY_POLL = Waiters.CANNOT_PARK + 1;

    private ParkedIo() {}

    public static long read(Parking parking, IoCalls calls, int fd, ByteBuffer buf, int index, long count) {
        return read(parking, calls, fd, Native.address(buf, index), count);
    }

    public static long read(Parking parking, IoCalls calls, int fd, long buf, long count) {
        Waiters waiters = parking.waiters(fd);
        long result = readNow(parking, waiters, fd, buf, count);
        if (isResult(result)) {
            return result;
        }
        LongSupplier blocking = () -> calls.read(fd, buf, count);
        return result == -EAGAIN
                ? parking.parked(
                        "read", waiters, false, () -> attempt(readNow(parking, waiters, fd, buf, count)), blocking)
                : parking.whenReady("read", result == BY_POLL ? waiters : null, false, blocking);
    }

    public static long readv(Parking parking, IoCalls calls, int fd, long iov, int iovcnt) {
        Waiters waiters = parking.waiters(fd);
        long result = readvNow(parking, waiters, fd, iov, iovcnt);
        if (isResult(result)) {
            return result;
        }
        LongSupplier blocking = () -> calls.readv(fd, iov, iovcnt);
        return result == -EAGAIN
                ? parking.parked(
                        "readv", waiters, false, () -> attempt(readvNow(parking, waiters, fd, iov, iovcnt)), blocking)
                : parking.whenReady("readv", result == BY_POLL ? waiters : null, false, blocking);
    }

    public static long write(Parking parking, IoCalls calls, int fd, ByteBuffer buf, int index, long count) {
        return write(parking, calls, fd, Native.address(buf, index), count);
    }

    public static long write(Parking parking, IoCalls calls, int fd, long buf, long count) {
        Waiters waiters = parking.waiters(fd);
        long result = writeNow(parking, waiters, fd, buf, count);
        if (result == count || result < 0 && isResult(result)) {
            return result;
        }
        if (isInAnotherWay(result)) {
            LongSupplier blocking = () -> calls.write(fd, buf, count);
            return parking.whenReady("write", result == BY_POLL ? waiters : null, true, blocking);
        }
        return parking.writable(
                "write",
                waiters,
                result,
                count,
                done -> attempt(writeNow(parking, waiters, fd, buf + done, count - done)),
                done -> calls.write(fd, buf + done, count - done));
    }

    public static long writev(Parking parking, IoCalls calls, int fd, long iov, int iovcnt) {
        Waiters waiters = parking.waiters(fd);
        long result = writevNow(parking, waiters, fd, iov, iovcnt);
        if (isInAnotherWay(result)) {
            LongSupplier blocking = () -> calls.writev(fd, iov, iovcnt);
            return parking.whenReady("writev", result == BY_POLL ? waiters : null, true, blocking);
        }
        if (result < 0 && result != -EAGAIN) {
            return result;
        }
        long length = length(iov, iovcnt);
        if (result == length) {
            return result;
        }
        return parking.writable(
                "writev",
                waiters,
                result,
                length,
                done -> rest(iov, iovcnt, done, (at, left) -> attempt(writevNow(parking, waiters, fd, at, left))),
                done -> rest(iov, iovcnt, done, (at, left) -> calls.writev(fd, at, left)));
    }

    /** Takes the lock at once if it is free. If not, a platform thread waits for it, because no system tells when it is free. */
    public static int flock(Parking parking, IoCalls calls, int fd, int operation) {
        int result = parking.isOn() ? calls.flock(fd, operation | LOCK_NB) : -EWOULDBLOCK;
        return result == -EWOULDBLOCK ? (int) HandOff.call("flock", () -> calls.flock(fd, operation)) : result;
    }

    /** Takes the lock at once if it is free, like {@link #flock}. {@code cmd} is F_SETLKW or F_OFD_SETLKW. */
    public static int fcntl(Parking parking, IoCalls calls, int fd, int cmd, long argument) {
        int withoutWaiting = cmd == F_SETLKW ? F_SETLK : F_OFD_SETLK;
        int result = parking.isOn() ? calls.fcntl(fd, withoutWaiting, argument) : -EAGAIN;
        return result == -EAGAIN || result == -EACCES
                ? (int) HandOff.call("fcntl", () -> calls.fcntl(fd, cmd, argument))
                : result;
    }

    /** Returns true if {@code result} is the result of the call: a number of bytes, or an errno other than EAGAIN. */
    private static boolean isResult(long result) {
        return result != -EAGAIN && !isInAnotherWay(result);
    }

    /** Returns true if the call must be made after the descriptor has become ready, or on a platform thread. */
    private static boolean isInAnotherWay(long result) {
        return result == BY_POLL || result == Waiters.CANNOT_PARK;
    }

    /** Returns the result of an attempt. If there is no call any more that never waits, the call is handed off. */
    private static long attempt(long result) {
        return result == BY_POLL ? Waiters.CANNOT_PARK : result;
    }

    /**
     * Reads without waiting. Returns the number of bytes or −errno, with −EAGAIN if the call would wait. Returns {@link #BY_POLL},
     * or {@link Waiters#CANNOT_PARK} if a platform thread must make the call.
     */
    private static long readNow(Parking parking, Waiters waiters, int fd, long buf, long count) {
        // A call for 0 bytes may mean something special to a device, and does not get there in another way than by
        // read.
        if (waiters == null || count == 0) {
            return Waiters.CANNOT_PARK;
        }
        if (kind(parking, waiters) == Kind.SOCKET) {
            return socket(waiters, parking.unix().socket().recv(fd, buf, count, MSG_DONTWAIT));
        }
        Iovecs iovecs = parking.iovecs();
        int slot = iovecs.take();
        if (slot < 0) {
            try (Scratch s = Scratch.open()) {
                return readvNow(parking, waiters, fd, iovec(s, buf, count), 1);
            }
        }
        try {
            return readvNow(parking, waiters, fd, iovecs.fill(slot, buf, count), 1);
        } finally {
            iovecs.giveBack(slot);
        }
    }

    private static long readvNow(Parking parking, Waiters waiters, int fd, long iov, int iovcnt) {
        if (waiters == null) {
            return Waiters.CANNOT_PARK;
        }
        Kind kind = kind(parking, waiters);
        if (kind != Kind.SOCKET && kind != Kind.OTHER) {
            return notWatched(kind);
        }
        return waiters.isLackingCall(false)
                ? BY_POLL
                : result(waiters, false, parking.system().readNow(fd, iov, iovcnt));
    }

    /** Writes without waiting. Returns what {@link #readNow} returns. */
    private static long writeNow(Parking parking, Waiters waiters, int fd, long buf, long count) {
        if (waiters == null || count == 0) {
            return Waiters.CANNOT_PARK;
        }
        if (kind(parking, waiters) == Kind.SOCKET) {
            return socket(waiters, parking.unix().socket().send(fd, buf, count, MSG_DONTWAIT));
        }
        Iovecs iovecs = parking.iovecs();
        int slot = iovecs.take();
        if (slot < 0) {
            try (Scratch s = Scratch.open()) {
                return writevNow(parking, waiters, fd, iovec(s, buf, count), 1);
            }
        }
        try {
            return writevNow(parking, waiters, fd, iovecs.fill(slot, buf, count), 1);
        } finally {
            iovecs.giveBack(slot);
        }
    }

    private static long writevNow(Parking parking, Waiters waiters, int fd, long iov, int iovcnt) {
        if (waiters == null) {
            return Waiters.CANNOT_PARK;
        }
        Kind kind = kind(parking, waiters);
        if (kind != Kind.SOCKET && kind != Kind.OTHER) {
            return notWatched(kind);
        }
        return waiters.isLackingCall(true)
                ? BY_POLL
                : result(waiters, true, parking.system().writeNow(fd, iov, iovcnt));
    }

    private static long iovec(Scratch s, long buf, long count) {
        long iov = s.alloc(Iovec.SIZE);
        Iovec.base(s, iov, buf);
        Iovec.len(s, iov, count);
        return iov;
    }

    /**
     * Returns {@code result}, or {@link Waiters#CANNOT_PARK} if the descriptor is no socket: somebody has closed the socket that it
     * was, and {@link Parking} has not learned that.
     */
    private static long socket(Waiters waiters, long result) {
        if (result == -ENOTSOCK) {
            waiters.kind(Kind.UNKNOWN);
            return Waiters.CANNOT_PARK;
        }
        return result;
    }

    /** Returns {@code result}, or {@link #BY_POLL} if the system cannot read (or write) this descriptor without waiting. */
    private static long result(Waiters waiters, boolean isWrite, long result) {
        if (result == -EOPNOTSUPP || result == -ENOSYS) {
            waiters.lacksCall(isWrite);
            return BY_POLL;
        }
        return result;
    }

    /** Returns the result for a descriptor that is not open, or that the system cannot watch. */
    private static long notWatched(Kind kind) {
        return kind == Kind.NONE ? -EBADF : Waiters.CANNOT_PARK;
    }

    /** Returns the kind of file that the descriptor refers to. */
    private static Kind kind(Parking parking, Waiters waiters) {
        Kind kind = waiters.kind();
        if (kind == Kind.UNKNOWN) {
            kind = found(parking, waiters.fd());
            if (kind != Kind.NONE) {
                waiters.kind(kind);
            }
        }
        return kind;
    }

    private static Kind found(Parking parking, int fd) {
        int type = parking.system().type(fd);
        if (type < 0) {
            return type == -EBADF ? Kind.NONE : Kind.UNKNOWN;
        }
        if (type == S_IFREG || type == S_IFDIR || type == S_IFBLK) {
            return Kind.FILE;
        }
        int socket = ParkedSocket.type(parking, fd);
        // To write to a socket of another type is not the same as to send to it.
        return socket == SOCK_STREAM || socket == SOCK_DGRAM ? Kind.SOCKET : Kind.OTHER;
    }

    /** A call with an array of {@code struct iovec} at the address {@code iov}. */
    interface VectorCall {
        long with(long iov, int count);
    }

    /** Returns the number of bytes that an array of {@code struct iovec} describes. */
    static long length(long iov, int count) {
        long length = 0;
        for (int i = 0; i < count; i++) {
            length += Native.pointerAt(entry(iov, i) + Iovec.LEN);
        }
        return length;
    }

    /** Makes a call with the bytes of an array of {@code struct iovec}, without the first {@code done} bytes. */
    static long rest(long iov, int count, long done, VectorCall call) {
        try (Scratch s = Scratch.open()) {
            long array = s.alloc(Math.multiplyExact(count, Iovec.SIZE));
            long skip = done;
            int left = 0;
            for (int i = 0; i < count; i++) {
                long length = Native.pointerAt(entry(iov, i) + Iovec.LEN);
                long skipped = Math.min(skip, length);
                skip -= skipped;
                if (length > skipped) {
                    long entry = entry(array, left++);
                    Iovec.base(s, entry, Native.pointerAt(entry(iov, i) + Iovec.BASE) + skipped);
                    Iovec.len(s, entry, length - skipped);
                }
            }
            return call.with(array, left);
        }
    }

    private static long entry(long iov, int index) {
        return iov + (long) index * Iovec.SIZE;
    }
}
