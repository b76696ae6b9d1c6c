package posixkit.net;

import java.nio.ByteBuffer;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Creates, names and connects sockets, and sends and receives data.
 *
 * <p>A call uses a buffer from its position to its limit, as the calls of {@link posixkit.file.Io} do, and moves the position. Only
 * received bytes are written to a buffer. The kernel reads and writes direct buffers in place; others are copied. Of a stream, one
 * call copies at most 1 MiB, unless {@code MSG_WAITALL} asks for all bytes. A datagram is copied whole.
 *
 * <p>New descriptors are close-on-exec: from the start on Linux. On macOS that is set a moment later, and a program that is started in
 * between inherits them. {@link posixkit.file.Io#close} closes a socket.
 *
 * <p>Plain forms restart a call that a signal interrupted before it did anything, except {@link #connect}. The {@code …OrErrno} forms
 * return −EINTR.
 *
 * <p><b>In a JVM:</b> {@link Thread#interrupt} does not wake a thread that is blocked in one of these calls. On Linux, closing the
 * descriptor does not wake it either; {@link #shutdown} does. A virtual thread hands a blocking call to a platform thread, and so does
 * not keep its carrier ({@link posixkit.Posix#VIRTUAL_THREADS_PROPERTY}). Sending to a closed connection fails with EPIPE, with or
 * without {@code MSG_NOSIGNAL}: the JVM ignores SIGPIPE.
 */
public interface Sockets extends OptionCalls, Messages {
    /**
     * Creates a socket and returns its descriptor. {@code socket(AF_INET, SOCK_STREAM, 0)} is a TCP socket.
     *
     * <p>{@code int socket(int domain, int type, int protocol)} {@index socket}
     *
     * <p>On Linux, {@code SOCK_NONBLOCK} may be added to the type.
     *
     * @param protocol 0 for the usual protocol. For {@code AF_PACKET} it is a number in network order, only here. It is safer to start
     *     with 0, which receives nothing, and to choose the protocol by {@link #bind}
     * @throws ErrnoException EAFNOSUPPORT: this system has no such domain; EPROTONOSUPPORT, ESOCKTNOSUPPORT, EPROTOTYPE: the domain has
     *     no such protocol or type; EPERM, EACCES: no privilege; EMFILE, ENFILE: too many open descriptors
     */
    @Call("socket(2)")
    default int socket(int domain, int type, int protocol) throws ErrnoException {
        return Outcome.of("socket", socketOrErrno(domain, type, protocol));
    }

    /** Same as {@link #socket}, but returns the descriptor or −errno. */
    int socketOrErrno(int domain, int type, int protocol);

    /**
     * Creates two sockets that are connected to each other, and returns their descriptors. Both can send and receive.
     *
     * <p>{@code int socketpair(int domain, int type, int protocol, int sv[2])} {@index socketpair}
     *
     * <p>With {@code SOCK_SEQPACKET} (Linux), the receiver gets the same pieces that the sender sent.
     *
     * @throws ErrnoException EOPNOTSUPP, EAFNOSUPPORT: the domain has no pairs; {@code AF_UNIX} has; EMFILE, ENFILE: too many open
     *     descriptors
     */
    @Call("socketpair(2)")
    int[] socketpair(int domain, int type, int protocol) throws ErrnoException;

    /**
     * Gives a socket its address.
     *
     * <p>{@code int bind(int fd, const struct sockaddr *addr, socklen_t len)} {@index bind}
     *
     * <p>With port 0 the system chooses a port; {@link #getsockname} returns it. With a path, bind creates a file, whose permissions
     * follow the umask. The file stays when the socket is closed: unlink it before the next bind.
     *
     * @throws ErrnoException EADDRINUSE: the address is in use, or the path exists; EADDRNOTAVAIL: not an address of this machine;
     *     EACCES: a privileged port, or no permission for the directory; EINVAL: already bound, or not an address of this domain;
     *     EAFNOSUPPORT: an address of another domain; ENOENT, ENOTDIR, EROFS: about the path
     * @throws IllegalArgumentException if the address is none of this system ({@link #encode})
     */
    @Call("bind(2)")
    default void bind(int fd, SockAddr address) throws ErrnoException {
        Outcome.ofSubject("bind", address, bindOrErrno(fd, address));
    }

    /** Same as {@link #bind}, but returns 0 or −errno. */
    int bindOrErrno(int fd, SockAddr address);

    /**
     * Makes a socket accept connections. Up to {@code backlog} connections can wait for {@link #accept}; the system lowers too high a
     * number. An internet socket without an address gets one.
     *
     * <p>{@code int listen(int fd, int backlog)} {@index listen}
     *
     * @throws ErrnoException EOPNOTSUPP: this type of socket takes no connections; EINVAL: connected, or a Unix-domain socket without a
     *     name; EADDRINUSE: another socket listens there
     */
    @Call("listen(2)")
    default void listen(int fd, int backlog) throws ErrnoException {
        Outcome.ofFd("listen", fd, listenOrErrno(fd, backlog));
    }

    /** Same as {@link #listen}, but returns 0 or −errno. */
    int listenOrErrno(int fd, int backlog);

    /**
     * Connects a socket to a listener. For a datagram socket, sets where datagrams go to and come from.
     *
     * <p>{@code int connect(int fd, const struct sockaddr *addr, socklen_t len)} {@index connect}
     *
     * <p>On a non-blocking socket, connect fails with EINPROGRESS and the system goes on connecting. It does so after EINTR too, and
     * a second call would fail with EALREADY. So this method never restarts. In both cases, wait until the socket is writable, then
     * read {@code SO_ERROR}. Close a socket that failed to connect.
     *
     * @throws ErrnoException ECONNREFUSED: nobody listens; ENOENT: no such path; EACCES, EPERM: not permitted; ETIMEDOUT, EHOSTUNREACH,
     *     ENETUNREACH: the peer does not respond or cannot be reached; EINPROGRESS, EALREADY: still connecting; EAGAIN: the queue of a
     *     Unix-domain listener is full, and this socket is non-blocking; EISCONN: already connected; EADDRNOTAVAIL: no free port;
     *     EPROTOTYPE: the listener has another type; EINTR: interrupted by a signal
     * @throws IllegalArgumentException if the address is none of this system ({@link #encode})
     */
    @Call(value = "connect(2)", waits = true)
    default void connect(int fd, SockAddr address) throws ErrnoException {
        Outcome.ofSubject("connect", address, connectOrErrno(fd, address));
    }

    /** Same as {@link #connect}, but returns 0 or −errno. */
    int connectOrErrno(int fd, SockAddr address);

    /**
     * Takes a connection from a listener's queue, waiting for one if there is none, and returns its descriptor.
     *
     * <p>{@code int accept(int fd, struct sockaddr *addr, socklen_t *len)} {@index accept}
     *
     * <p>On Linux the new descriptor is blocking, even if the listener is not. On macOS it is non-blocking if the listener is.
     *
     * @param peer receives the remote address; may be null
     * @throws ErrnoException EAGAIN: no connection waits, and the listener is non-blocking; EINVAL: not listening; ECONNABORTED, and on
     *     Linux other network errors: this connection failed, take the next; EMFILE, ENFILE: too many open descriptors, the connection
     *     stays in the queue; ENOTSOCK: not a socket; EOPNOTSUPP: not a stream
     */
    @Call(value = "accept(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int accept(int fd, Peer peer) throws ErrnoException {
        return Outcome.ofFd("accept", fd, Outcome.restarting(() -> acceptOrErrno(fd, peer)));
    }

    /** Same as {@link #accept(int, Peer)}, but returns the descriptor or −errno. */
    int acceptOrErrno(int fd, Peer peer);

    /**
     * Returns the address of a socket. Before {@code bind} it is {@code 0.0.0.0:0}, or a Unix-domain address without a name.
     *
     * <p>{@code int getsockname(int fd, struct sockaddr *addr, socklen_t *len)} {@index getsockname}
     *
     * @throws ErrnoException ENOTSOCK: not a socket; EBADF: not open
     */
    @Call("getsockname(2)")
    SockAddr getsockname(int fd) throws ErrnoException;

    /**
     * Returns the address of the other side.
     *
     * <p>{@code int getpeername(int fd, struct sockaddr *addr, socklen_t *len)} {@index getpeername}
     *
     * @throws ErrnoException ENOTCONN: not connected, or no longer; ENOTSOCK: not a socket; EBADF: not open
     */
    @Call("getpeername(2)")
    SockAddr getpeername(int fd) throws ErrnoException;

    /**
     * Ends receiving ({@code SHUT_RD}), sending ({@code SHUT_WR}) or both ({@code SHUT_RDWR}). After {@code SHUT_WR} the other side
     * reads the end of the stream.
     *
     * <p>{@code int shutdown(int fd, int how)} {@index shutdown}
     *
     * <p>This ends it for all descriptors of the socket, in every process. They stay open.
     *
     * @throws ErrnoException ENOTCONN: not connected, on macOS also after the other side closed; EINVAL: no such {@code how};
     *     ENOTSOCK: not a socket; EBADF: not open
     */
    @Call("shutdown(2)")
    default void shutdown(int fd, int how) throws ErrnoException {
        Outcome.ofFd("shutdown", fd, shutdownOrErrno(fd, how));
    }

    /** Same as {@link #shutdown}, but returns 0 or −errno. */
    int shutdownOrErrno(int fd, int how);

    /**
     * Sends bytes on a connected socket and returns how many the system took. A stream may take fewer than there are; a datagram is
     * sent whole. An empty buffer is an empty datagram.
     *
     * <p>{@code ssize_t send(int fd, const void *buf, size_t len, int flags)} {@index send}
     *
     * @param flags 0, {@code MSG_DONTWAIT}, {@code MSG_OOB}, …; on Linux {@code MSG_MORE}: more bytes follow
     * @throws ErrnoException EAGAIN: no room, and the socket or the call is non-blocking; EPIPE: nobody receives any more; ECONNRESET: the
     *     peer closed the connection; EMSGSIZE: too long for a datagram; ENOTCONN, EDESTADDRREQ: no address; ECONNREFUSED: nobody
     *     received an earlier datagram; ENOBUFS: no memory; ENOTSOCK: not a socket
     * @throws IllegalArgumentException if {@code flags} contain {@code MSG_ZEROCOPY} and the buffer is not direct: the kernel would
     *     read the copy after the call
     */
    @Call(value = "send(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int send(int fd, ByteBuffer from, int flags) throws ErrnoException {
        return Outcome.ofFd("send", fd, Outcome.restarting(() -> sendOrErrno(fd, from, flags)));
    }

    /** Same as {@link #send(int, ByteBuffer, int)}, but returns the count or −errno. */
    int sendOrErrno(int fd, ByteBuffer from, int flags);

    /** Sends a part of an array, as {@link #send(int, ByteBuffer, int)} sends a buffer. */
    @Call(value = "send(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int send(int fd, byte[] from, int offset, int length, int flags) throws ErrnoException {
        return Outcome.ofFd("send", fd, Outcome.restarting(() -> sendOrErrno(fd, from, offset, length, flags)));
    }

    /** Same as {@link #send(int, byte[], int, int, int)}, but returns the count or −errno. */
    int sendOrErrno(int fd, byte[] from, int offset, int length, int flags);

    /**
     * Receives bytes, waiting for some if there are none, and returns how many. At the end of a stream the result is 0. A datagram may
     * be empty; the end of a datagram that does not fit is lost.
     *
     * <p>{@code ssize_t recv(int fd, void *buf, size_t len, int flags)} {@index recv}
     *
     * <p>With {@code MSG_TRUNC}, on Linux, the result is the length of the datagram, which may be more than the buffer holds. On a TCP
     * stream the kernel then drops as many bytes and leaves the buffer's content as it was. The position moves by what would have fitted.
     *
     * <p>On a Unix-domain socket whose peer you do not trust, receive by {@link #recvmsg}: on every system it closes descriptors that
     * were sent but not asked for.
     *
     * @param flags 0, {@code MSG_DONTWAIT}; {@code MSG_PEEK}: leave the data in the queue; {@code MSG_WAITALL}: wait until the buffer
     *     is full; …
     * @throws ErrnoException EAGAIN: nothing there, and the socket or the call is non-blocking; ECONNRESET: the peer closed the
     *     connection; ENOTCONN: not connected; ECONNREFUSED: nobody received a datagram sent before; ETIMEDOUT: the peer does not respond;
     *     ENOTSOCK: not a socket
     * @throws IllegalArgumentException if the buffer is read-only
     */
    @Call(value = "recv(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int recv(int fd, ByteBuffer into, int flags) throws ErrnoException {
        return Outcome.ofFd("recv", fd, Outcome.restarting(() -> recvOrErrno(fd, into, flags)));
    }

    /** Same as {@link #recv(int, ByteBuffer, int)}, but returns the count or −errno. */
    int recvOrErrno(int fd, ByteBuffer into, int flags);

    /** Receives into a part of an array, as {@link #recv(int, ByteBuffer, int)} receives into a buffer. */
    @Call(value = "recv(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int recv(int fd, byte[] into, int offset, int length, int flags) throws ErrnoException {
        return Outcome.ofFd("recv", fd, Outcome.restarting(() -> recvOrErrno(fd, into, offset, length, flags)));
    }

    /** Same as {@link #recv(int, byte[], int, int, int)}, but returns the count or −errno. */
    int recvOrErrno(int fd, byte[] into, int offset, int length, int flags);

    /**
     * Sends bytes to an address, as {@link #send(int, ByteBuffer, int)} sends them on a connected socket.
     *
     * <p>{@code ssize_t sendto(int fd, const void *buf, size_t len, int flags, const struct sockaddr *to, socklen_t tolen)}
     * {@index sendto}
     *
     * @param to may be null: then this is {@code send}
     * @throws ErrnoException as {@link #send(int, ByteBuffer, int)}; EISCONN: the socket is connected, and is a stream or on macOS;
     *     EAFNOSUPPORT, EINVAL: an address of another domain; ENETUNREACH, EHOSTUNREACH: the address cannot be reached; EACCES: a
     *     broadcast address without {@code SO_BROADCAST}; for a path as {@link #connect}
     * @throws IllegalArgumentException as {@link #send(int, ByteBuffer, int)}; or if the address is none of this system
     *     ({@link #encode})
     */
    @Call(value = "sendto(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int sendto(int fd, ByteBuffer from, int flags, SockAddr to) throws ErrnoException {
        return Outcome.ofFd("sendto", fd, Outcome.restarting(() -> sendtoOrErrno(fd, from, flags, to)));
    }

    /** Same as {@link #sendto(int, ByteBuffer, int, SockAddr)}, but returns the count or −errno. */
    int sendtoOrErrno(int fd, ByteBuffer from, int flags, SockAddr to);

    /** Sends a part of an array, as {@link #sendto(int, ByteBuffer, int, SockAddr)} sends a buffer. */
    @Call(value = "sendto(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int sendto(int fd, byte[] from, int offset, int length, int flags, SockAddr to) throws ErrnoException {
        return Outcome.ofFd("sendto", fd, Outcome.restarting(() -> sendtoOrErrno(fd, from, offset, length, flags, to)));
    }

    /** Same as {@link #sendto(int, byte[], int, int, int, SockAddr)}, but returns the count or −errno. */
    int sendtoOrErrno(int fd, byte[] from, int offset, int length, int flags, SockAddr to);

    /**
     * Receives bytes and the sender's address, as {@link #recv(int, ByteBuffer, int)} receives bytes.
     *
     * <p>{@code ssize_t recvfrom(int fd, void *buf, size_t len, int flags, struct sockaddr *from, socklen_t *fromlen)}
     * {@index recvfrom}
     *
     * @param sender receives the address: null on a TCP stream, and a Unix-domain address without a name if the sender has none. May be
     *     null: then this is {@code recv}
     * @throws ErrnoException as {@link #recv(int, ByteBuffer, int)}
     * @throws IllegalArgumentException if the buffer is read-only
     */
    @Call(value = "recvfrom(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int recvfrom(int fd, ByteBuffer into, int flags, Peer sender) throws ErrnoException {
        return Outcome.ofFd("recvfrom", fd, Outcome.restarting(() -> recvfromOrErrno(fd, into, flags, sender)));
    }

    /** Same as {@link #recvfrom(int, ByteBuffer, int, Peer)}, but returns the count or −errno. */
    int recvfromOrErrno(int fd, ByteBuffer into, int flags, Peer sender);

    /** Receives into a part of an array, as {@link #recvfrom(int, ByteBuffer, int, Peer)} receives into a buffer. */
    @Call(value = "recvfrom(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int recvfrom(int fd, byte[] into, int offset, int length, int flags, Peer sender) throws ErrnoException {
        return Outcome.ofFd(
                "recvfrom", fd, Outcome.restarting(() -> recvfromOrErrno(fd, into, offset, length, flags, sender)));
    }

    /** Same as {@link #recvfrom(int, byte[], int, int, int, Peer)}, but returns the count or −errno. */
    int recvfromOrErrno(int fd, byte[] into, int offset, int length, int flags, Peer sender);

    /**
     * Returns the bytes of an address in this system's layout, for a call that posixkit does not have.
     *
     * <p>{@code struct sockaddr} {@index sockaddr}
     *
     * @throws IllegalArgumentException if the address is too long, such as a path of more than 108 bytes (104 on macOS), or of a kind
     *     that this system does not have
     */
    @Call("sockaddr(3type)")
    byte[] encode(SockAddr address);

    /**
     * Returns the address that bytes in this system's layout stand for; null if there is none. An address of a family without a type
     * here, or one that was cut short, is {@link SockAddr.Raw}.
     *
     * <p>{@code struct sockaddr}
     *
     * @param length how many bytes the address has. A Unix-domain name ends there, or at a NUL that ends a path. If {@code length} is
     *     more than {@code bytes.length}, the address was cut
     */
    @Call("sockaddr(3type)")
    SockAddr decode(byte[] bytes, int length);

    /** Takes a connection as {@link #accept(int, Peer)} does, without its address. */
    default int accept(int fd) throws ErrnoException {
        return accept(fd, null);
    }

    /** Same as {@link #accept(int)}, but returns the descriptor or −errno. */
    default int acceptOrErrno(int fd) {
        return acceptOrErrno(fd, null);
    }
}
