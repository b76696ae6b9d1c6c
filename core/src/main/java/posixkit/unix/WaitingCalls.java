package posixkit.unix;

import static posixkit.constants.FlockOperation.LOCK_NB;
import static posixkit.constants.MessageFlag.MSG_DONTWAIT;
import static posixkit.constants.Open.O_NONBLOCK;

import posixkit.ffi.Native;

/**
 * Creates bindings for use on virtual threads. If a call may block and the current thread is virtual, the binding passes the call
 * to {@link HandOff}, which makes it on a platform thread. The binding makes all other calls directly. <b>Internal.</b>
 */
public final class WaitingCalls {
    private WaitingCalls() {}

    /** Returns true if {@code address} is not 0 and the {@code timeval} or {@code timespec} at this address is zero. */
    public static boolean isZeroTime(long address) {
        return address != 0 && Native.pointerAt(address) == 0 && (int) Native.pointerAt(address + Long.BYTES) == 0;
    }

    public static VariadicCalls over(VariadicCalls calls) {
        return new Variadic(calls);
    }

    /**
     * Implements {@link VariadicCalls} with {@code calls}. {@code open} may block: it waits until the other end of a FIFO is
     * opened. {@code fcntl} blocks only if it waits for a lock.
     */
    private record Variadic(VariadicCalls calls) implements VariadicCalls {
        @Override
        public int open(long path, int flags, int mode) {
            return (flags & O_NONBLOCK) == 0 && HandOff.needed()
                    ? (int) HandOff.call("open", () -> calls.open(path, flags, mode))
                    : calls.open(path, flags, mode);
        }

        @Override
        public int openat(int dirfd, long path, int flags, int mode) {
            return (flags & O_NONBLOCK) == 0 && HandOff.needed()
                    ? (int) HandOff.call("openat", () -> calls.openat(dirfd, path, flags, mode))
                    : calls.openat(dirfd, path, flags, mode);
        }

        @Override
        public int fcntl(int fd, int command, long argument) {
            return HandOff.needed() && UnixDescriptors.waits(command)
                    ? (int) HandOff.call("fcntl", () -> calls.fcntl(fd, command, argument))
                    : calls.fcntl(fd, command, argument);
        }
    }

    public static PollCalls over(PollCalls calls) {
        return (fds, count, timeout) -> timeout != 0 && HandOff.needed()
                ? (int) HandOff.call("poll", () -> calls.poll(fds, count, timeout))
                : calls.poll(fds, count, timeout);
    }

    public static SelectCall over(SelectCall calls) {
        return (nfds, read, write, except, timeout) -> !isZeroTime(timeout) && HandOff.needed()
                ? (int) HandOff.call("select", () -> calls.select(nfds, read, write, except, timeout))
                : calls.select(nfds, read, write, except, timeout);
    }

    public static LockCalls over(LockCalls calls) {
        return (fd, operation) -> (operation & LOCK_NB) == 0 && HandOff.needed()
                ? (int) HandOff.call("flock", () -> calls.flock(fd, operation))
                : calls.flock(fd, operation);
    }

    public static SocketSixCalls over(SocketSixCalls calls) {
        return new SocketSix(calls);
    }

    private record SocketSix(SocketSixCalls calls) implements SocketSixCalls {
        @Override
        public long sendto(int fd, long buffer, long length, int flags, long to, int toLength) {
            return (flags & MSG_DONTWAIT) == 0 && HandOff.needed()
                    ? HandOff.call("sendto", () -> calls.sendto(fd, buffer, length, flags, to, toLength))
                    : calls.sendto(fd, buffer, length, flags, to, toLength);
        }

        @Override
        public long recvfrom(int fd, long buffer, long length, int flags, long from, long fromLength) {
            return (flags & MSG_DONTWAIT) == 0 && HandOff.needed()
                    ? HandOff.call("recvfrom", () -> calls.recvfrom(fd, buffer, length, flags, from, fromLength))
                    : calls.recvfrom(fd, buffer, length, flags, from, fromLength);
        }
    }

    public static SocketCalls over(SocketCalls calls) {
        return new Sockets(calls);
    }

    private record Sockets(SocketCalls calls) implements SocketCalls {
        @Override
        public int socket(int domain, int type, int protocol) {
            return calls.socket(domain, type, protocol);
        }

        @Override
        public int socketpair(int domain, int type, int protocol, long fds) {
            return calls.socketpair(domain, type, protocol, fds);
        }

        @Override
        public int bind(int fd, long address, int length) {
            return calls.bind(fd, address, length);
        }

        @Override
        public int listen(int fd, int backlog) {
            return calls.listen(fd, backlog);
        }

        @Override
        public int connect(int fd, long address, int length) {
            return HandOff.needed()
                    ? (int) HandOff.call("connect", () -> calls.connect(fd, address, length))
                    : calls.connect(fd, address, length);
        }

        @Override
        public int accept(int fd, long address, long length) {
            return HandOff.needed()
                    ? (int) HandOff.call("accept", () -> calls.accept(fd, address, length))
                    : calls.accept(fd, address, length);
        }

        @Override
        public int getsockname(int fd, long address, long length) {
            return calls.getsockname(fd, address, length);
        }

        @Override
        public int getpeername(int fd, long address, long length) {
            return calls.getpeername(fd, address, length);
        }

        @Override
        public int shutdown(int fd, int how) {
            return calls.shutdown(fd, how);
        }

        @Override
        public long send(int fd, long buffer, long length, int flags) {
            return (flags & MSG_DONTWAIT) == 0 && HandOff.needed()
                    ? HandOff.call("send", () -> calls.send(fd, buffer, length, flags))
                    : calls.send(fd, buffer, length, flags);
        }

        @Override
        public long recv(int fd, long buffer, long length, int flags) {
            return (flags & MSG_DONTWAIT) == 0 && HandOff.needed()
                    ? HandOff.call("recv", () -> calls.recv(fd, buffer, length, flags))
                    : calls.recv(fd, buffer, length, flags);
        }

        @Override
        public long sendmsg(int fd, long message, int flags) {
            return (flags & MSG_DONTWAIT) == 0 && HandOff.needed()
                    ? HandOff.call("sendmsg", () -> calls.sendmsg(fd, message, flags))
                    : calls.sendmsg(fd, message, flags);
        }

        @Override
        public long recvmsg(int fd, long message, int flags) {
            return (flags & MSG_DONTWAIT) == 0 && HandOff.needed()
                    ? HandOff.call("recvmsg", () -> calls.recvmsg(fd, message, flags))
                    : calls.recvmsg(fd, message, flags);
        }

        @Override
        public int getsockopt(int fd, int level, int option, long value, long length) {
            return calls.getsockopt(fd, level, option, value, length);
        }

        @Override
        public int setsockopt(int fd, int level, int option, long value, int length) {
            return calls.setsockopt(fd, level, option, value, length);
        }
    }
}
