package posixkit.unix;

/** Bindings whose calls wait are these, over the bound ones: {@link HandOff} is asked first. <b>Internal.</b> */
public final class WaitingCalls {
    private WaitingCalls() {}

    public static VariadicCalls over(VariadicCalls calls) {
        return new Variadic(calls);
    }

    /** Opening waits for who opens a FIFO's other end; of fcntl, only a lock may wait. */
    private record Variadic(VariadicCalls calls) implements VariadicCalls {
        @Override
        public int open(long path, int flags, int mode) {
            return HandOff.asked()
                    ? (int) HandOff.make("open", () -> calls.open(path, flags, mode))
                    : calls.open(path, flags, mode);
        }

        @Override
        public int openat(int dirfd, long path, int flags, int mode) {
            return HandOff.asked()
                    ? (int) HandOff.make("openat", () -> calls.openat(dirfd, path, flags, mode))
                    : calls.openat(dirfd, path, flags, mode);
        }

        @Override
        public int fcntl(int fd, int command, long argument) {
            return HandOff.asked() && UnixDescriptors.waits(command)
                    ? (int) HandOff.make("fcntl", () -> calls.fcntl(fd, command, argument))
                    : calls.fcntl(fd, command, argument);
        }
    }

    public static PollCalls over(PollCalls calls) {
        return (fds, count, timeout) -> HandOff.asked()
                ? (int) HandOff.make("poll", () -> calls.poll(fds, count, timeout))
                : calls.poll(fds, count, timeout);
    }

    public static SelectCall over(SelectCall calls) {
        return (nfds, read, write, except, timeout) -> HandOff.asked()
                ? (int) HandOff.make("select", () -> calls.select(nfds, read, write, except, timeout))
                : calls.select(nfds, read, write, except, timeout);
    }

    public static LockCalls over(LockCalls calls) {
        return (fd, operation) -> HandOff.asked()
                ? (int) HandOff.make("flock", () -> calls.flock(fd, operation))
                : calls.flock(fd, operation);
    }

    public static SocketSixCalls over(SocketSixCalls calls) {
        return new SocketSix(calls);
    }

    private record SocketSix(SocketSixCalls calls) implements SocketSixCalls {
        @Override
        public long sendto(int fd, long buffer, long length, int flags, long to, int toLength) {
            return HandOff.asked()
                    ? HandOff.make("sendto", () -> calls.sendto(fd, buffer, length, flags, to, toLength))
                    : calls.sendto(fd, buffer, length, flags, to, toLength);
        }

        @Override
        public long recvfrom(int fd, long buffer, long length, int flags, long from, long fromLength) {
            return HandOff.asked()
                    ? HandOff.make("recvfrom", () -> calls.recvfrom(fd, buffer, length, flags, from, fromLength))
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
            return HandOff.asked()
                    ? (int) HandOff.make("connect", () -> calls.connect(fd, address, length))
                    : calls.connect(fd, address, length);
        }

        @Override
        public int accept(int fd, long address, long length) {
            return HandOff.asked()
                    ? (int) HandOff.make("accept", () -> calls.accept(fd, address, length))
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
            return HandOff.asked()
                    ? HandOff.make("send", () -> calls.send(fd, buffer, length, flags))
                    : calls.send(fd, buffer, length, flags);
        }

        @Override
        public long recv(int fd, long buffer, long length, int flags) {
            return HandOff.asked()
                    ? HandOff.make("recv", () -> calls.recv(fd, buffer, length, flags))
                    : calls.recv(fd, buffer, length, flags);
        }

        @Override
        public long sendmsg(int fd, long message, int flags) {
            return HandOff.asked()
                    ? HandOff.make("sendmsg", () -> calls.sendmsg(fd, message, flags))
                    : calls.sendmsg(fd, message, flags);
        }

        @Override
        public long recvmsg(int fd, long message, int flags) {
            return HandOff.asked()
                    ? HandOff.make("recvmsg", () -> calls.recvmsg(fd, message, flags))
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
