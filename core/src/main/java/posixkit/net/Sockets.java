package posixkit.net;

import java.nio.ByteBuffer;
import posixkit.Call;
import posixkit.ErrnoException;

/**
 * Sockets: making, naming, connecting them, and what goes through them.
 *
 * <p>Buffers are as in {@link posixkit.file.Io}: used from position to limit, only what was received is written to them,
 * direct ones go to the kernel as they are and others are copied. Of a stream's bytes at most 1 MiB is copied in one call,
 * unless {@code MSG_WAITALL} asks for all; a datagram is copied whole, however long.
 *
 * <p>Descriptors are born close-on-exec: from birth on Linux, a moment later on macOS, where a program started in between
 * keeps them. {@link posixkit.file.Io#close} closes them.
 *
 * <p>Plain forms start again when a signal interrupts them before anything was done, but for {@link #connect}; the
 * {@code …OrErrno} forms return −EINTR.
 *
 * <p><b>In a JVM:</b> a thread waiting in here is not woken by {@link Thread#interrupt}, nor on Linux by another that closes
 * the descriptor; {@link #shutdown} wakes it. A virtual one keeps its carrier. Sending to who is gone is EPIPE and no more,
 * with {@code MSG_NOSIGNAL} or without: the JVM keeps SIGPIPE from killing it.
 */
public interface Sockets extends SocketOptions, Messages {
    /**
     * {@code int socket(int domain, int type, int protocol)} {@index socket}
     *
     * <p>A new socket: {@code socket(AF_INET, SOCK_STREAM, 0)} speaks TCP. On Linux, {@code SOCK_NONBLOCK} may be added to the
     * type.
     *
     * @param protocol 0 for the usual one. For {@code AF_PACKET} it is a number in network order, here alone: none at all
     *     until {@link #bind} is the safer start
     * @throws ErrnoException EAFNOSUPPORT: no such domain here; EPROTONOSUPPORT, ESOCKTNOSUPPORT, EPROTOTYPE: not in this
     *     domain; EPERM, EACCES: not for everybody; EMFILE, ENFILE: too many are open
     */
    @Call("socket(2)")
    int socket(int domain, int type, int protocol) throws ErrnoException;

    /**
     * {@code int socketpair(int domain, int type, int protocol, int sv[2])} {@index socketpair}
     *
     * <p>Two sockets connected to each other, both ways. With {@code SOCK_SEQPACKET}, on Linux, what is sent at once arrives at
     * once.
     *
     * @throws ErrnoException EOPNOTSUPP, EAFNOSUPPORT: not in this domain, which had better be {@code AF_UNIX}; EMFILE, ENFILE
     */
    @Call("socketpair(2)")
    int[] socketpair(int domain, int type, int protocol) throws ErrnoException;

    /**
     * {@code int bind(int fd, const struct sockaddr *addr, socklen_t len)} {@index bind}
     *
     * <p>Gives a socket its address. With port 0 it is given one: {@link #getsockname} tells which. A path is made as a file,
     * by umask and all, and stays when the socket is gone: unlink it, before the next bind or after.
     *
     * @throws ErrnoException EADDRINUSE: taken, or the path exists; EADDRNOTAVAIL: not an address of this machine; EACCES: a
     *     port for root, or no right to the directory; EINVAL: bound already, or an address that this domain does not take;
     *     EAFNOSUPPORT: an address of another domain; ENOENT, ENOTDIR, EROFS: the path
     * @throws IllegalArgumentException as {@link #encode}
     */
    @Call("bind(2)")
    void bind(int fd, SockAddr address) throws ErrnoException;

    /**
     * {@code int listen(int fd, int backlog)} {@index listen}
     *
     * <p>Lets others connect, {@code backlog} of them before the first is accepted. Too high a number is cut without a word. An
     * internet socket that has no address is given one.
     *
     * @throws ErrnoException EOPNOTSUPP: it takes no connections; EINVAL: it is connected, or a Unix socket without a name;
     *     EADDRINUSE: another listens there
     */
    @Call("listen(2)")
    void listen(int fd, int backlog) throws ErrnoException;

    /**
     * {@code int connect(int fd, const struct sockaddr *addr, socklen_t len)} {@index connect}
     *
     * <p>Connects to a listener; or, for datagrams, says who they go to and come from. A socket that does not wait says
     * EINPROGRESS and goes on trying.
     *
     * <p>After EINTR it goes on trying too, and asking again would be EALREADY. So this is never done for you: wait until the
     * socket can be written, then read {@code SO_ERROR}, as with EINPROGRESS. A socket that failed to connect is best closed.
     *
     * @throws ErrnoException ECONNREFUSED: nobody listens; ENOENT: no such path; EACCES, EPERM; ETIMEDOUT, EHOSTUNREACH,
     *     ENETUNREACH; EINPROGRESS, EALREADY: it is on its way; EAGAIN: a Unix listener's queue is full, and the socket does
     *     not wait; EISCONN; EADDRNOTAVAIL: no port is free; EPROTOTYPE: of another type; EINTR
     * @throws IllegalArgumentException as {@link #encode}
     */
    @Call(value = "connect(2)", waits = true)
    void connect(int fd, SockAddr address) throws ErrnoException;

    /** {@link #connect} that returns −errno instead of throwing, 0 if it went well. */
    @Call(value = "connect(2)", waits = true)
    int connectOrErrno(int fd, SockAddr address);

    /**
     * {@code int accept(int fd, struct sockaddr *addr, socklen_t *len)} {@index accept}
     *
     * <p>Takes a waiting connection, or waits for one, and returns its descriptor. That one waits, even if the listener does
     * not; on macOS it takes after the listener.
     *
     * @param peer is told who it is; may be null
     * @throws ErrnoException EAGAIN: nobody waits, and the socket does not; EINVAL: it does not listen; ECONNABORTED, and on
     *     Linux whatever befell the connection meanwhile: take the next; EMFILE, ENFILE: too many are open, and the connection
     *     goes on waiting; ENOTSOCK, EOPNOTSUPP
     */
    @Call(value = "accept(2)", waits = true)
    int accept(int fd, Peer peer) throws ErrnoException;

    /** {@link #accept(int, Peer)} that returns −errno instead of throwing. */
    @Call(value = "accept(2)", waits = true)
    int acceptOrErrno(int fd, Peer peer);

    /**
     * {@code int getsockname(int fd, struct sockaddr *addr, socklen_t *len)} {@index getsockname}
     *
     * <p>A socket's own address, bound or not: until then it is {@code 0.0.0.0:0}, or a Unix name that is none.
     *
     * @throws ErrnoException ENOTSOCK; EBADF
     */
    @Call("getsockname(2)")
    SockAddr getsockname(int fd) throws ErrnoException;

    /**
     * {@code int getpeername(int fd, struct sockaddr *addr, socklen_t *len)} {@index getpeername}
     *
     * <p>The address of the other side.
     *
     * @throws ErrnoException ENOTCONN: there is no other side, or no longer; ENOTSOCK; EBADF
     */
    @Call("getpeername(2)")
    SockAddr getpeername(int fd) throws ErrnoException;

    /**
     * {@code int shutdown(int fd, int how)} {@index shutdown}
     *
     * <p>Ends receiving ({@code SHUT_RD}), sending ({@code SHUT_WR}: the other side reads the end), or both; for every
     * descriptor of the socket, in every process. It stays open.
     *
     * @throws ErrnoException ENOTCONN: not connected, or on macOS no longer, as when the other side was first; EINVAL: no such
     *     {@code how}; ENOTSOCK; EBADF
     */
    @Call("shutdown(2)")
    void shutdown(int fd, int how) throws ErrnoException;

    /**
     * {@code ssize_t send(int fd, const void *buf, size_t len, int flags)} {@index send}
     *
     * <p>Sends on a connected socket and says how many bytes it took: of a stream's perhaps fewer than there are, of a
     * datagram all. An empty buffer is an empty datagram.
     *
     * @param flags 0, {@code MSG_DONTWAIT}, {@code MSG_OOB}, …; on Linux {@code MSG_MORE}: more follows
     * @throws ErrnoException EAGAIN: no room, and the socket or the call does not wait; EPIPE: nobody receives any more;
     *     ECONNRESET; EMSGSIZE: longer than a datagram can be; ENOTCONN, EDESTADDRREQ: to whom?; ECONNREFUSED: nobody took the
     *     datagram before; ENOBUFS; ENOTSOCK
     * @throws IllegalArgumentException {@code MSG_ZEROCOPY} with a buffer that is not direct: the kernel would read the copy
     *     when it is something else again
     */
    @Call(value = "send(2)", waits = true)
    int send(int fd, ByteBuffer from, int flags) throws ErrnoException;

    /** {@link #send(int, ByteBuffer, int)} of a piece of an array. */
    @Call(value = "send(2)", waits = true)
    int send(int fd, byte[] from, int offset, int length, int flags) throws ErrnoException;

    /** {@link #send(int, ByteBuffer, int)} that returns −errno instead of throwing. */
    @Call(value = "send(2)", waits = true)
    int sendOrErrno(int fd, ByteBuffer from, int flags);

    /** {@link #send(int, byte[], int, int, int)} that returns −errno instead of throwing. */
    @Call(value = "send(2)", waits = true)
    int sendOrErrno(int fd, byte[] from, int offset, int length, int flags);

    /**
     * {@code ssize_t recv(int fd, void *buf, size_t len, int flags)} {@index recv}
     *
     * <p>Receives what is there, or waits for something: of a stream some bytes, 0 at its end; or one datagram, which may be
     * empty. What of a datagram does not fit is gone.
     *
     * <p>With {@code MSG_TRUNC}, on Linux, the result is the datagram's length, more perhaps than the buffer took; on a TCP
     * stream that many bytes are thrown away, and the buffer's are left as they were. Its position moves by what would have
     * fitted.
     *
     * @param flags 0, {@code MSG_DONTWAIT}; {@code MSG_PEEK}: leave it to be received again; {@code MSG_WAITALL}: wait until
     *     the buffer is full; …
     * @throws ErrnoException EAGAIN: nothing there, and the socket or the call does not wait; ECONNRESET; ENOTCONN;
     *     ECONNREFUSED: nobody took a datagram sent before; ETIMEDOUT; ENOTSOCK
     */
    @Call(value = "recv(2)", waits = true)
    int recv(int fd, ByteBuffer into, int flags) throws ErrnoException;

    /** {@link #recv(int, ByteBuffer, int)} into a piece of an array. */
    @Call(value = "recv(2)", waits = true)
    int recv(int fd, byte[] into, int offset, int length, int flags) throws ErrnoException;

    /** {@link #recv(int, ByteBuffer, int)} that returns −errno instead of throwing. */
    @Call(value = "recv(2)", waits = true)
    int recvOrErrno(int fd, ByteBuffer into, int flags);

    /** {@link #recv(int, byte[], int, int, int)} that returns −errno instead of throwing. */
    @Call(value = "recv(2)", waits = true)
    int recvOrErrno(int fd, byte[] into, int offset, int length, int flags);

    /**
     * {@code ssize_t sendto(int fd, const void *buf, size_t len, int flags, const struct sockaddr *to, socklen_t tolen)}
     * {@index sendto}
     *
     * <p>{@link #send} to somebody in particular.
     *
     * @param to may be null: then it is {@code send}
     * @throws ErrnoException as {@link #send}; EISCONN: it is connected, and a stream or on macOS; EAFNOSUPPORT, EINVAL: an
     *     address of another domain; ENETUNREACH, EHOSTUNREACH; EACCES: a broadcast address, and no {@code SO_BROADCAST}; as
     *     {@link #connect} for a path
     * @throws IllegalArgumentException as {@link #send} and {@link #encode}
     */
    @Call(value = "sendto(2)", waits = true)
    int sendto(int fd, ByteBuffer from, int flags, SockAddr to) throws ErrnoException;

    /** {@link #sendto(int, ByteBuffer, int, SockAddr)} of a piece of an array. */
    @Call(value = "sendto(2)", waits = true)
    int sendto(int fd, byte[] from, int offset, int length, int flags, SockAddr to) throws ErrnoException;

    /** {@link #sendto(int, ByteBuffer, int, SockAddr)} that returns −errno instead of throwing. */
    @Call(value = "sendto(2)", waits = true)
    int sendtoOrErrno(int fd, ByteBuffer from, int flags, SockAddr to);

    /** {@link #sendto(int, byte[], int, int, int, SockAddr)} that returns −errno instead of throwing. */
    @Call(value = "sendto(2)", waits = true)
    int sendtoOrErrno(int fd, byte[] from, int offset, int length, int flags, SockAddr to);

    /**
     * {@code ssize_t recvfrom(int fd, void *buf, size_t len, int flags, struct sockaddr *from, socklen_t *fromlen)}
     * {@index recvfrom}
     *
     * <p>{@link #recv} that says who sent it.
     *
     * @param sender is told the address: null on a stream of TCP, and a Unix name that is none of who never took one. May be
     *     null: then this is {@code recv}
     * @throws ErrnoException as {@link #recv}
     */
    @Call(value = "recvfrom(2)", waits = true)
    int recvfrom(int fd, ByteBuffer into, int flags, Peer sender) throws ErrnoException;

    /** {@link #recvfrom(int, ByteBuffer, int, Peer)} into a piece of an array. */
    @Call(value = "recvfrom(2)", waits = true)
    int recvfrom(int fd, byte[] into, int offset, int length, int flags, Peer sender) throws ErrnoException;

    /** {@link #recvfrom(int, ByteBuffer, int, Peer)} that returns −errno instead of throwing. */
    @Call(value = "recvfrom(2)", waits = true)
    int recvfromOrErrno(int fd, ByteBuffer into, int flags, Peer sender);

    /** {@link #recvfrom(int, byte[], int, int, int, Peer)} that returns −errno instead of throwing. */
    @Call(value = "recvfrom(2)", waits = true)
    int recvfromOrErrno(int fd, byte[] into, int offset, int length, int flags, Peer sender);

    /**
     * {@code struct sockaddr} {@index sockaddr}
     *
     * <p>An address as this system lays it out, for what takes one that posixkit has no call for.
     *
     * @throws IllegalArgumentException one that does not fit, as a path of more than 108 bytes (104 on macOS), or of a kind
     *     that this system has not
     */
    @Call("sockaddr(3type)")
    byte[] encode(SockAddr address);

    /**
     * What {@link #encode} makes, and the kernel leaves, as a value; null if there is none. A family without a value of its
     * own is {@link SockAddr.Raw}, and so is an address that was cut short.
     *
     * @param length how many bytes the address has. A Unix name ends there, NULs in it or not; if it is more than there are
     *     bytes, the address was cut
     */
    @Call("sockaddr(3type)")
    SockAddr decode(byte[] bytes, int length);

    /** {@link #accept(int, Peer)}, whoever it is. */
    default int accept(int fd) throws ErrnoException {
        return accept(fd, null);
    }

    /** {@link #acceptOrErrno(int, Peer)}, whoever it is. */
    default int acceptOrErrno(int fd) {
        return acceptOrErrno(fd, null);
    }
}
