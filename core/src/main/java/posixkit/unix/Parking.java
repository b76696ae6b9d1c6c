package posixkit.unix;

import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Fcntl.F_GETFL;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.constants.PollEvent.POLLOUT;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.constants.Sock.SO_RCVTIMEO;
import static posixkit.constants.Sock.SO_SNDTIMEO;

import java.lang.ref.Reference;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import posixkit.ErrnoException;
import posixkit.event.PollFds;
import posixkit.unix.call.UnixCalls;
import posixkit.unix.layout.Timeval;

/**
 * Makes blocking calls of virtual threads. A virtual thread that has to wait is parked, and needs no platform thread meanwhile.
 * <b>Internal.</b> The generated bindings call this class for the C functions that have the mark {@code parks} in the spec files
 * ({@code abi/spec}). A call goes through these steps, and ends at the first step that gives it a result:
 *
 * <ol>
 *   <li>Make the call so that it does not wait: sockets with {@code MSG_DONTWAIT}, reads and writes with the functions of
 *       {@link ParkingSystem}, and others with a time-out of 0, {@code WNOHANG} or {@code LOCK_NB}.
 *   <li>If it would have to wait and the descriptor has {@code O_NONBLOCK}, return −EAGAIN: that is the result.
 *   <li>Let other virtual threads run once ({@link Thread#yield}), and try again. Most calls leave out this step if it has been
 *       of no use lately: see {@link Yields}.
 *   <li>Park. A thread of this class, the {@link Reactor}, watches the descriptor with epoll or kqueue and wakes the virtual
 *       thread when the descriptor is ready. Then the virtual thread makes the call again, in the way that does not wait: another
 *       thread may have been faster.
 * </ol>
 *
 * <p><b>Several waiters.</b> The calls that wait for one descriptor stand in two queues ({@link Waiters}), one for reading and one
 * for writing. One waiter of each queue at a time gets its turn.
 *
 * <p><b>Closing.</b> {@link #close} first ends the calls that wait for this descriptor: they return −EBADF. It waits until none of
 * them uses the number, and only then closes the descriptor. So no call continues with a new file that gets the same number.
 * {@code dup2} and {@code dup3} do the same for the descriptor that they replace. A duplicate is a descriptor of its own: its
 * waiters stay. This class learns nothing of descriptors that others close, for example a library in C, or {@code close} by
 * {@code syscall}. The waiters of such a descriptor may wait for ever. The same is possible for a descriptor that is being closed
 * at the moment when a virtual thread makes the first blocking call of the process.
 *
 * <p><b>Interrupts.</b> An interrupt does not end a call. When the call has ended, the thread has its interrupt flag again.
 *
 * <p><b>Time-outs.</b> A virtual thread waits in {@code epoll_wait}, or in {@code poll} for one descriptor, no longer than the
 * call says. The same holds for the socket options {@code SO_RCVTIMEO} and {@code SO_SNDTIMEO}. If a call transfers its bytes in
 * several parts, {@code SO_SNDTIMEO} limits the wait for each part.
 *
 * <p><b>Parts.</b> A blocking {@code write}, {@code send} and so on transfers all bytes. So these calls continue with the rest
 * until all bytes are transferred, or until an error comes. If there is an error after the first part, the result is the number
 * of bytes of the first parts, as the kernel does it.
 *
 * <p><b>Calls that {@link HandOff} makes on a platform thread.</b> For these calls, the system cannot tell when they would succeed,
 * or cannot make them without waiting:
 *
 * <ul>
 *   <li>{@code read} and {@code write} of regular files, directories and block devices. (A read without waiting may return only
 *       the bytes that are in memory, and a write may append only some of its bytes.)
 *   <li>{@code flock} and {@code fcntl(F_SETLKW)}, if the lock is not free at once.
 *   <li>{@code connect}, unless the socket has {@code O_NONBLOCK} or takes datagrams. Only {@code O_NONBLOCK} would make it return
 *       at once, and everybody who shares the socket would see this flag.
 *   <li>{@code accept} after the descriptor has become ready. The connection may be gone by then, and {@code accept} has no
 *       flag against waiting. The same holds for {@code read} and {@code write} where {@link ParkingSystem} has no function for
 *       the descriptor: for terminals, for example, and for most descriptors on macOS.
 *   <li>{@code open} of anything but regular files and directories: see {@link ParkedFile}.
 *   <li>{@code select}, and {@code poll} for several descriptors. {@code MSG_WAITALL}. {@code recvmmsg} with a time limit.
 *       {@code wait4} for any child, or with
 *       options. {@code syscall}.
 *   <li>Everything, if the system has no epoll set for us, for example because the process has too many open descriptors; and
 *       descriptors with a number above a million.
 * </ul>
 *
 * <p>The socket option {@code SO_RCVLOWAT} has no effect on calls of virtual threads: they return what is there.
 */
public final class Parking {
    /** Parks no thread: {@link HandOff} makes all blocking calls of virtual threads. */
    public static final Parking NONE = new Parking(null);

    /** The table of descriptors consists of chunks, because most processes have few descriptors, and some have a million. */
    private static final int CHUNK = 1024;

    private static final int CHUNKS = 1024;

    /** Stands in the table while a descriptor is being closed. */
    private static final Waiters CLOSING = new Waiters(-1);

    /** How long a call waits before it looks again if its descriptor is being closed by another thread. */
    private static final long CLOSING_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    private static final long READY = 1;

    private final Layouts layouts;
    private UnixCalls unix;
    private Lazy<ParkingSystem> system;
    private final Lazy<Iovecs> iovecs = new Lazy<>() {
        @Override
        protected Iovecs make() {
            return new Iovecs();
        }
    };

    /** Null until a virtual thread makes its first call that may block. Until then, {@link #close} has nothing to do. */
    private volatile AtomicReferenceArray<AtomicReferenceArray<Waiters>> table;

    private volatile Reactor reactor;

    private final Yields yields = new Yields();

    /** A structure for {@link #isReady} that is not in use, or null. */
    private final AtomicReference<PollFds> freePollFds = new AtomicReference<>();

    /** Creates an object that parks threads as soon as {@link #bind} has been called. */
    public Parking(Layouts layouts) {
        this.layouts = layouts;
    }

    /** Sets the functions that this object calls. They are needed only when a virtual thread makes a call that may block. */
    public void bind(UnixCalls calls, Lazy<ParkingSystem> functions) {
        unix = calls;
        system = functions;
    }

    /** Returns true if virtual threads are to wait parked. If not, {@link HandOff} makes all their calls that may block. */
    boolean isOn() {
        return system != null && HandOff.isParking();
    }

    /** Returns true if no virtual thread has made a call that may block, so that no call waits for any descriptor. */
    public boolean isUnused() {
        return table == null;
    }

    UnixCalls unix() {
        return unix;
    }

    Yields yields() {
        return yields;
    }

    Iovecs iovecs() {
        return iovecs.get();
    }

    ParkingSystem system() {
        return system.get();
    }

    /**
     * Returns the waiters of the descriptor {@code fd}, at the beginning of a call that may block. The call fails with EBADF if the
     * descriptor is closed from now on. Returns null if the call must be handed to a platform thread.
     */
    public Waiters waiters(int fd) {
        if (!isOn() || fd < 0 || fd >= CHUNK * CHUNKS) {
            return null;
        }
        AtomicReferenceArray<Waiters> chunk = chunk(fd);
        while (true) {
            Waiters waiters = chunk.get(fd % CHUNK);
            if (waiters == null) {
                waiters = new Waiters(fd);
                if (chunk.compareAndSet(fd % CHUNK, null, waiters)) {
                    return waiters;
                }
            } else if (waiters == CLOSING) {
                // The number may belong to a new file already, whose waiters cannot be in the table yet.
                Thread.yield();
                LockSupport.parkNanos(CLOSING_NANOS);
            } else {
                return waiters;
            }
        }
    }

    /**
     * Returns the waiters of the socket {@code fd}, for a call with the flags {@code flags} such as {@code MSG_PEEK}. Returns null
     * if the call must be handed to a platform thread.
     */
    public Waiters waiters(int fd, int flags) {
        Waiters waiters = waiters(fd);
        return waiters != null && (flags & system().flagsToHandOff()) != 0 ? null : waiters;
    }

    private AtomicReferenceArray<Waiters> chunk(int fd) {
        AtomicReferenceArray<AtomicReferenceArray<Waiters>> chunks = table;
        if (chunks == null) {
            synchronized (this) {
                if (table == null) {
                    table = new AtomicReferenceArray<>(CHUNKS);
                }
                chunks = table;
            }
        }
        AtomicReferenceArray<Waiters> chunk = chunks.get(fd / CHUNK);
        if (chunk == null) {
            chunks.compareAndSet(fd / CHUNK, null, new AtomicReferenceArray<>(CHUNK));
            chunk = chunks.get(fd / CHUNK);
        }
        return chunk;
    }

    /** Returns the waiters of {@code fd}, or null if no virtual thread has used this descriptor. */
    private Waiters known(int fd) {
        AtomicReferenceArray<AtomicReferenceArray<Waiters>> chunks = table;
        if (chunks == null || fd < 0 || fd >= CHUNK * CHUNKS) {
            return null;
        }
        AtomicReferenceArray<Waiters> chunk = chunks.get(fd / CHUNK);
        return chunk == null ? null : chunk.get(fd % CHUNK);
    }

    /**
     * Makes a call that closes the descriptor {@code fd}. Before that, ends all calls that wait for it. Generated bindings call this
     * method for functions with the mark {@code closes}.
     */
    public int close(int fd, IntSupplier call) {
        if (fd < 0 || fd >= CHUNK * CHUNKS) {
            return call.getAsInt();
        }
        AtomicReferenceArray<Waiters> chunk = chunk(fd);
        Waiters waiters = chunk.getAndSet(fd % CHUNK, CLOSING);
        if (waiters == CLOSING) {
            // Two threads close the same descriptor. The other one will remove CLOSING.
            return call.getAsInt();
        }
        try {
            if (waiters != null) {
                waiters.close(reactor);
            }
            return call.getAsInt();
        } finally {
            chunk.set(fd % CHUNK, null);
        }
    }

    /**
     * Makes a call, {@code dup2} or {@code dup3}, that replaces the descriptor {@code to} by a duplicate of {@code from}. If
     * {@code from} is not open, the call fails and {@code to} stays open. So do its waiters.
     */
    public int replace(int from, int to, IntSupplier call) {
        boolean isReplaced = from != to && unix.io().fcntl(from, F_GETFD, 0) >= 0;
        return isReplaced ? close(to, call) : call.getAsInt();
    }

    /**
     * Transfers the rest of {@code length} bytes, and returns how many bytes the whole call has transferred.
     *
     * @param first the result of the first attempt: the number of bytes or −errno
     * @param attempt makes the call for the bytes after the given number of bytes, without waiting
     * @param blocking makes the same call, and waits as long as is necessary
     */
    public long writable(
            String name,
            Waiters waiters,
            long first,
            long length,
            LongUnaryOperator attempt,
            LongUnaryOperator blocking) {
        long done = Math.max(first, 0);
        long result = first;
        while (result != 0 && done < length && (result > 0 || result == -EAGAIN)) {
            long from = done;
            result = parked(name, waiters, true, () -> attempt.applyAsLong(from), () -> blocking.applyAsLong(from));
            if (result == -EAGAIN) {
                break;
            }
            done += Math.max(result, 0);
        }
        return done > 0 ? done : result;
    }

    /**
     * Waits until {@code attempt} has another result than −EAGAIN, and returns the result. {@code attempt} makes the call without
     * waiting, and has returned −EAGAIN once. See the steps in the comment of this class.
     *
     * @param blocking makes the same call, and waits as long as is necessary
     */
    public long parked(String name, Waiters waiters, boolean isWrite, LongSupplier attempt, LongSupplier blocking) {
        int flags = unix.io().fcntl(waiters.fd(), F_GETFL, 0);
        if (flags < 0 || (flags & O_NONBLOCK) != 0) {
            return flags < 0 ? flags : -EAGAIN;
        }
        Waiter waiter = new Waiter(isWrite, attempt, -EAGAIN, null, timeLimit(waiters.fd(), isWrite));
        long result = waiters.await(this, waiter);
        return result == Waiters.CANNOT_PARK ? HandOff.call(name, blocking) : result;
    }

    /**
     * Waits until the descriptor is ready, and then makes the call on a platform thread. For calls that the system cannot make
     * without waiting.
     */
    public long whenReady(String name, Waiters waiters, boolean isWrite, LongSupplier blocking) {
        if (waiters == null) {
            return HandOff.call(name, blocking);
        }
        int fd = waiters.fd();
        int flags = unix.io().fcntl(fd, F_GETFL, 0);
        if (flags < 0 || (flags & O_NONBLOCK) != 0) {
            // An invalid descriptor: the call finds out itself, and has its own errno.
            return blocking.getAsLong();
        }
        LongSupplier handedOff = () -> HandOff.call(name, blocking);
        if (isReady(fd, isWrite)) {
            return handedOff.getAsLong();
        }
        LongSupplier attempt = () -> isReady(fd, isWrite) ? READY : 0;
        long limit = timeLimit(fd, isWrite);
        long result = waiters.await(this, new Waiter(isWrite, attempt, 0, handedOff, limit));
        if (result == 0 && limit >= 0) {
            return -EAGAIN;
        }
        return result == Waiters.CANNOT_PARK ? handedOff.getAsLong() : result;
    }

    /**
     * Waits until {@code attempt} has another result than 0, but not longer than {@code timeoutMillis}, and returns the result.
     * {@code attempt} makes a call with a time-out of 0, and has returned 0 once.
     *
     * @param timeoutMillis the longest time to wait; a negative number means no limit
     */
    public long within(
            String name,
            Waiters waiters,
            boolean isWrite,
            int timeoutMillis,
            LongSupplier attempt,
            LongSupplier blocking) {
        long limit = timeoutMillis < 0 ? -1 : TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        long result = waiters.await(this, new Waiter(isWrite, attempt, 0, null, limit));
        return result == Waiters.CANNOT_PARK ? HandOff.call(name, blocking) : result;
    }

    /** Returns the reactor, and starts it if there is none. Returns null if the system has no epoll set for us. */
    Reactor reactor() {
        Reactor running = reactor;
        return running == null ? startedReactor() : running;
    }

    private synchronized Reactor startedReactor() {
        if (reactor == null) {
            Readiness readiness;
            try {
                readiness = system.get().newReadiness();
            } catch (ErrnoException noDescriptor) {
                // Many open descriptors now do not mean many later: the next call tries again.
                return null;
            }
            Reactor started = new Reactor(readiness, self -> (fd, in, out) -> ready(self, fd, in, out), this::ended);
            started.start();
            reactor = started;
        }
        return reactor;
    }

    private void ready(Reactor from, int fd, boolean isReadable, boolean isWritable) {
        Waiters waiters = known(fd);
        if (waiters != null && waiters != CLOSING) {
            waiters.ready(from, isReadable, isWritable);
        }
    }

    /** Lets all waiting calls continue on platform threads, because {@code from} does not watch their descriptors any more. */
    private void ended(Reactor from) {
        synchronized (this) {
            reactor = reactor == from ? null : reactor;
        }
        for (int fd = 0; fd < CHUNK * CHUNKS; fd += table.get(fd / CHUNK) == null ? CHUNK : 1) {
            Waiters waiters = known(fd);
            if (waiters != null) {
                waiters.lose();
            }
        }
    }

    /** Returns true if {@code poll} says now that a read (or a write) would not wait. */
    private boolean isReady(int fd, boolean isWrite) {
        PollFds own = freePollFds.getAndSet(null);
        PollFds fds = own == null ? layouts.newPollFds(1) : own;
        if (fds.count() == 0) {
            fds.add(fd, 0);
        }
        fds.set(0, fd, isWrite ? POLLOUT : POLLIN);
        try {
            return unix.poll().poll(fds.address(), 1, 0) != 0;
        } finally {
            freePollFds.set(fds);
            Reference.reachabilityFence(fds);
        }
    }

    /** Returns the longest time in nanoseconds that a call on the socket {@code fd} waits, or −1 if there is no limit. */
    private long timeLimit(int fd, boolean isWrite) {
        try (Scratch s = Scratch.open()) {
            long time = s.alloc(Timeval.SIZE);
            long length = s.alloc(Integer.BYTES);
            s.set32(length, Timeval.SIZE);
            int option = isWrite ? SO_SNDTIMEO : SO_RCVTIMEO;
            if (unix.socket().getsockopt(fd, SOL_SOCKET, option, time, length) < 0) {
                return -1;
            }
            long nanos = TimeUnit.SECONDS.toNanos(Timeval.sec(s, time))
                    + TimeUnit.MICROSECONDS.toNanos(Timeval.usec(s, time));
            return nanos == 0 ? -1 : nanos;
        }
    }
}
