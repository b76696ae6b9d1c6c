package posixkit.net;

import static posixkit.constants.Errno.EINTR;

import java.nio.ByteBuffer;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Creates, binds and connects sockets, and sends and receives data.
 *
 * <p>Each method that takes a buffer uses the buffer from its position to its limit, and moves the position. (The methods of
 * {@link posixkit.file.Io} do the same.) If fewer bytes arrive than the buffer has space for, the remaining bytes of the buffer
 * do not change.
 *
 * <p>The kernel reads and writes the memory of a direct buffer in place, unless the memory belongs to a shared {@code Arena}. The
 * bytes of all other buffers are copied to or from native memory. On a stream, one call copies at most 1 MiB, and leaves the
 * remaining bytes for the next call. A call that receives with the flag {@code MSG_WAITALL} has no such limit. A datagram is
 * copied whole.
 *
 * <p>New descriptors are close-on-exec. On Linux they are close-on-exec from the start. On macOS posixkit sets close-on-exec a
 * moment after the kernel has created the descriptor. A program that is started in this moment inherits the descriptor.
 * {@link posixkit.file.Io#close} closes a socket.
 *
 * <p>If a signal interrupts a system call that has not done anything yet, the methods without {@code OrErrno} in their names
 * restart the call, except {@link #connect}. The {@code …OrErrno} methods return −EINTR instead.
 *
 * <p><b>In a JVM:</b> {@link Thread#interrupt} does not wake a thread that is blocked in one of these methods. On Linux, closing
 * the descriptor does not wake a platform thread either. Use {@link #shutdown} to wake the thread. If a virtual thread has to
 * wait, it does not block its carrier thread. On Linux, the wait needs no platform thread either, except in {@link #connect}, and
 * it ends with EBADF when the descriptor is closed. The option {@code SO_RCVLOWAT} has no effect on such a wait. The system property
 * {@link posixkit.Posix#VIRTUAL_THREADS_PROPERTY} can select another behavior. Sending to a closed connection fails with
 * EPIPE, with or without {@code MSG_NOSIGNAL}, because the JVM ignores SIGPIPE.
 */
public interface Sockets extends OptionCalls, Messages, ControlMessages {
    /**
     * Creates a socket and returns its descriptor. For example, {@code socket(AF_INET, SOCK_STREAM, 0)} creates a TCP socket.
     *
     * <p>{@code int socket(int domain, int type, int protocol)} {@index socket}
     *
     * <p>On Linux, the flag {@code SOCK_NONBLOCK} may be added to {@code type}.
     *
     * @param protocol 0 for the usual protocol of the domain and type. The domain {@code AF_PACKET} is an exception: for this
     *     domain, {@code protocol} is the protocol of the packets to receive, in network byte order. The socket receives these
     *     packets from all interfaces until it is bound. With {@code protocol} 0, the socket receives nothing. To receive packets
     *     from one interface only, pass 0 here, and choose the protocol and the interface with {@link #bind}
     * @throws ErrnoException EAFNOSUPPORT: this operating system does not have the domain; EPROTONOSUPPORT, ESOCKTNOSUPPORT,
     *     EPROTOTYPE: the domain does not have the protocol or the type; EPERM, EACCES: the process lacks the privilege for this
     *     socket; EMFILE, ENFILE: too many open descriptors
     */
    @Call("socket(2)")
    default int socket(int domain, int type, int protocol) throws ErrnoException {
        return Outcome.of("socket", socketOrErrno(domain, type, protocol));
    }

    /** Same as {@link #socket}, but returns the descriptor or −errno. */
    int socketOrErrno(int domain, int type, int protocol);

    /**
     * Creates two sockets that are connected to each other, and returns their two descriptors. Each socket can send and receive.
     *
     * <p>{@code int socketpair(int domain, int type, int protocol, int sv[2])} {@index socketpair}
     *
     * <p>With {@code SOCK_SEQPACKET} (Linux), each receiving call returns exactly the bytes of one sending call.
     *
     * @throws ErrnoException EOPNOTSUPP, EAFNOSUPPORT: the domain does not support pairs of sockets ({@code AF_UNIX} does);
     *     EMFILE, ENFILE: too many open descriptors
     */
    @Call("socketpair(2)")
    int[] socketpair(int domain, int type, int protocol) throws ErrnoException;

    /**
     * Assigns an address to a socket.
     *
     * <p>{@code int bind(int fd, const struct sockaddr *addr, socklen_t len)} {@index bind}
     *
     * <p>With port 0, the kernel chooses a port; {@link #getsockname} returns it. If the address is a path, this method creates a
     * file with this path. The umask applies to the permissions of the file. The file stays when the socket is closed. Unlink the
     * file before you bind to the same path again.
     *
     * @throws ErrnoException EADDRINUSE: the address is in use, or the path exists; EADDRNOTAVAIL: the address is not an address
     *     of this machine; EACCES: the port is privileged, or the process has no permission for the directory of the path;
     *     EINVAL: the socket already has an address; EINVAL, EAFNOSUPPORT: the address belongs to another domain than the socket;
     *     ENOENT: a directory of the path does not exist; ENOTDIR: a part of the path is not a directory; EROFS: the file system
     *     of the path is read-only
     * @throws IllegalArgumentException if the address is too long (see {@link #encode}), or if this operating system does not
     *     have this kind of address
     */
    @Call("bind(2)")
    default void bind(int fd, SockAddr address) throws ErrnoException {
        Outcome.ofObject("bind", address, bindOrErrno(fd, address));
    }

    /** Same as {@link #bind}, but returns 0 or −errno. */
    int bindOrErrno(int fd, SockAddr address);

    /**
     * Makes a socket listen for connections. Up to {@code backlog} connections can wait for {@link #accept}. If {@code backlog}
     * is higher than the limit of the kernel, the kernel uses its limit. If an internet socket has no address, the kernel assigns
     * an address.
     *
     * <p>{@code int listen(int fd, int backlog)} {@index listen}
     *
     * @throws ErrnoException EOPNOTSUPP: this type of socket cannot accept connections; EINVAL: the socket is connected, or is a
     *     Unix-domain socket without a name; EADDRINUSE: another socket listens at the same address
     */
    @Call("listen(2)")
    default void listen(int fd, int backlog) throws ErrnoException {
        Outcome.ofFd("listen", fd, listenOrErrno(fd, backlog));
    }

    /** Same as {@link #listen}, but returns 0 or −errno. */
    int listenOrErrno(int fd, int backlog);

    /**
     * Connects a socket to a listening socket. For a datagram socket, this method sets the address to which datagrams are sent.
     * The socket then receives datagrams only from this address.
     *
     * <p>{@code int connect(int fd, const struct sockaddr *addr, socklen_t len)} {@index connect}
     *
     * <p>If a non-blocking socket cannot connect at once, this method usually fails with EINPROGRESS, and the kernel continues to
     * connect. If a signal interrupts the call, this method fails with EINTR, and the kernel also continues to connect. A second
     * call would then fail with EALREADY. This method therefore never restarts the call. After EINPROGRESS or EINTR, wait until
     * the socket is writable, then read {@code SO_ERROR}. Close a socket that failed to connect.
     *
     * @throws ErrnoException ECONNREFUSED: no socket listens at the address; ENOENT: the path does not exist; EACCES, EPERM: the
     *     process is not permitted to connect to the address; ETIMEDOUT, EHOSTUNREACH, ENETUNREACH: the peer does not respond or
     *     cannot be reached; EINPROGRESS, EALREADY: the socket is still connecting; EAGAIN: the queue of a Unix-domain listener
     *     is full, and this socket is non-blocking; EISCONN: the socket is already connected; EADDRNOTAVAIL: no local port is
     *     free; EPROTOTYPE: the listener has another socket type than this socket; EINTR: a signal interrupted the call
     * @throws IllegalArgumentException if the address is too long (see {@link #encode}), or if this operating system does not
     *     have this kind of address
     */
    @Call(value = "connect(2)", waits = true)
    default void connect(int fd, SockAddr address) throws ErrnoException {
        Outcome.ofObject("connect", address, connectOrErrno(fd, address));
    }

    /** Same as {@link #connect}, but returns 0 or −errno. */
    int connectOrErrno(int fd, SockAddr address);

    /**
     * Takes a connection from the queue of a listening socket, and returns the descriptor of the connection. If the queue is
     * empty, this method blocks until a connection arrives.
     *
     * <p>{@code int accept(int fd, struct sockaddr *addr, socklen_t *len)} {@index accept}
     *
     * <p>On Linux the new descriptor is blocking, even if the listener is non-blocking. On macOS the new descriptor is
     * non-blocking if the listener is non-blocking.
     *
     * @param peer the object in which this method stores the address of the client that connected; may be null
     * @throws ErrnoException EAGAIN: no connection is in the queue, and the listener is non-blocking; EINVAL: the socket is not
     *     listening; ECONNABORTED, and on Linux other network errors: the connection from the queue failed, so accept the next
     *     connection; EMFILE, ENFILE: too many open descriptors, and the connection stays in the queue; ENOTSOCK: {@code fd} is
     *     not a socket; EOPNOTSUPP: {@code fd} is not a stream socket
     */
    @Call(value = "accept(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int accept(int fd, Peer peer) throws ErrnoException {
        int result;
        do {
            result = acceptOrErrno(fd, peer);
        } while (result == -EINTR);
        return Outcome.ofFd("accept", fd, result);
    }

    /** Same as {@link #accept(int, Peer)}, but returns the descriptor or −errno. */
    int acceptOrErrno(int fd, Peer peer);

    /**
     * Returns the local address of a socket. Before {@code bind}, an IPv4 socket has the address {@code 0.0.0.0:0}, and a
     * Unix-domain socket has the address {@link SockAddr.Unix#unnamed}.
     *
     * <p>{@code int getsockname(int fd, struct sockaddr *addr, socklen_t *len)} {@index getsockname}
     *
     * @throws ErrnoException ENOTSOCK: {@code fd} is not a socket; EBADF: {@code fd} is not open
     */
    @Call("getsockname(2)")
    SockAddr getsockname(int fd) throws ErrnoException;

    /**
     * Returns the address of the peer to which a socket is connected.
     *
     * <p>{@code int getpeername(int fd, struct sockaddr *addr, socklen_t *len)} {@index getpeername}
     *
     * @throws ErrnoException ENOTCONN: the socket is not connected, or no longer connected; ENOTSOCK: {@code fd} is not a socket;
     *     EBADF: {@code fd} is not open
     */
    @Call("getpeername(2)")
    SockAddr getpeername(int fd) throws ErrnoException;

    /**
     * Ends receiving ({@code SHUT_RD}), sending ({@code SHUT_WR}), or receiving and sending ({@code SHUT_RDWR}) on a socket.
     * After {@code SHUT_WR}, the other side reads the end of the stream.
     *
     * <p>{@code int shutdown(int fd, int how)} {@index shutdown}
     *
     * <p>The shutdown affects all descriptors of the socket, in every process. The descriptors stay open.
     *
     * @throws ErrnoException ENOTCONN: the socket is not connected, or on macOS the other side has closed the connection; EINVAL:
     *     {@code how} is not one of the three values; ENOTSOCK: {@code fd} is not a socket; EBADF: {@code fd} is not open
     */
    @Call("shutdown(2)")
    default void shutdown(int fd, int how) throws ErrnoException {
        Outcome.ofFd("shutdown", fd, shutdownOrErrno(fd, how));
    }

    /** Same as {@link #shutdown}, but returns 0 or −errno. */
    int shutdownOrErrno(int fd, int how);

    /**
     * Sends bytes on a connected socket, and returns the number of bytes that the kernel accepted. On a stream, the kernel may
     * accept fewer bytes than the buffer holds. A datagram is sent whole. An empty buffer is sent as an empty datagram.
     *
     * <p>{@code ssize_t send(int fd, const void *buf, size_t len, int flags)} {@index send}
     *
     * @param flags 0 or flags such as {@code MSG_DONTWAIT} and {@code MSG_OOB}. On Linux, {@code MSG_MORE} says that more bytes
     *     will follow
     * @throws ErrnoException EAGAIN: the socket has no space for the bytes, and the socket is non-blocking or {@code flags}
     *     contain {@code MSG_DONTWAIT}; EPIPE: nobody receives from the stream any more; ECONNRESET: the peer closed the
     *     connection; EMSGSIZE: too many bytes for a datagram; ENOTCONN, EDESTADDRREQ: the socket is not connected; ECONNREFUSED:
     *     nobody received an earlier datagram; ENOBUFS: the kernel has no memory; ENOTSOCK: {@code fd} is not a socket
     * @throws IllegalArgumentException if {@code flags} contain {@code MSG_ZEROCOPY}, and the buffer either is not direct or
     *     belongs to a shared {@code Arena}. For such a buffer, posixkit passes a temporary copy of the bytes to the kernel. With
     *     {@code MSG_ZEROCOPY}, the kernel could read the copy after this method has returned. But after the return, the memory
     *     of the copy may already hold other data
     */
    @Call(value = "send(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int send(int fd, ByteBuffer from, int flags) throws ErrnoException {
        int result;
        do {
            result = sendOrErrno(fd, from, flags);
        } while (result == -EINTR);
        return Outcome.ofFd("send", fd, result);
    }

    /** Same as {@link #send(int, ByteBuffer, int)}, but returns the number of bytes or −errno. */
    int sendOrErrno(int fd, ByteBuffer from, int flags);

    /**
     * Sends {@code length} bytes of an array, starting at {@code offset}, on a connected socket. Otherwise the same as
     * {@link #send(int, ByteBuffer, int)}.
     */
    @Call(value = "send(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int send(int fd, byte[] from, int offset, int length, int flags) throws ErrnoException {
        int result;
        do {
            result = sendOrErrno(fd, from, offset, length, flags);
        } while (result == -EINTR);
        return Outcome.ofFd("send", fd, result);
    }

    /** Same as {@link #send(int, byte[], int, int, int)}, but returns the number of bytes or −errno. */
    int sendOrErrno(int fd, byte[] from, int offset, int length, int flags);

    /**
     * Receives bytes and returns their number. If no bytes have arrived, this method blocks until bytes arrive. At the end of a
     * stream and for an empty datagram, this method returns 0. If a datagram is longer than the buffer, the end of the datagram
     * is lost.
     *
     * <p>{@code ssize_t recv(int fd, void *buf, size_t len, int flags)} {@index recv}
     *
     * <p>On Linux, {@code MSG_TRUNC} has two effects. For a datagram, this method returns the length of the whole datagram, which
     * may be more than the buffer holds. On a TCP stream, the kernel drops the bytes instead of writing them to the buffer, and
     * this method returns the number of dropped bytes. For datagrams and streams, the position of the buffer moves by the
     * returned number, but never beyond the limit of the buffer.
     *
     * <p>The peer of a Unix-domain socket may also send descriptors. This method does not return these descriptors. If the
     * operating system opens them in this process, this method cannot close them, and they stay open. If you do not trust the
     * peer, use {@link #recvmsg} instead. On every operating system, {@link #recvmsg} closes the descriptors for which its
     * message has no space.
     *
     * @param flags 0 or flags such as {@code MSG_DONTWAIT}. {@code MSG_PEEK} leaves the data in the queue. {@code MSG_WAITALL}
     *     waits until the buffer is full
     * @throws ErrnoException EAGAIN: no data has arrived, and the socket is non-blocking or {@code flags} contain
     *     {@code MSG_DONTWAIT}; ECONNRESET: the peer reset the connection; ENOTCONN: the socket is not connected; ECONNREFUSED:
     *     nobody received a datagram that was sent before; ETIMEDOUT: the peer does not respond; ENOTSOCK: {@code fd} is not a
     *     socket
     * @throws IllegalArgumentException if the buffer is read-only
     */
    @Call(value = "recv(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int recv(int fd, ByteBuffer into, int flags) throws ErrnoException {
        int result;
        do {
            result = recvOrErrno(fd, into, flags);
        } while (result == -EINTR);
        return Outcome.ofFd("recv", fd, result);
    }

    /** Same as {@link #recv(int, ByteBuffer, int)}, but returns the number of bytes or −errno. */
    int recvOrErrno(int fd, ByteBuffer into, int flags);

    /**
     * Receives up to {@code length} bytes into an array, starting at {@code offset}. Otherwise the same as
     * {@link #recv(int, ByteBuffer, int)}.
     */
    @Call(value = "recv(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int recv(int fd, byte[] into, int offset, int length, int flags) throws ErrnoException {
        int result;
        do {
            result = recvOrErrno(fd, into, offset, length, flags);
        } while (result == -EINTR);
        return Outcome.ofFd("recv", fd, result);
    }

    /** Same as {@link #recv(int, byte[], int, int, int)}, but returns the number of bytes or −errno. */
    int recvOrErrno(int fd, byte[] into, int offset, int length, int flags);

    /**
     * Sends bytes to the address {@code to}, and returns the number of bytes that the kernel accepted. The rules of
     * {@link #send(int, ByteBuffer, int)} for buffers and flags apply.
     *
     * <p>{@code ssize_t sendto(int fd, const void *buf, size_t len, int flags, const struct sockaddr *to, socklen_t tolen)}
     * {@index sendto}
     *
     * @param to the address of the receiver. If {@code to} is null, this method does the same as {@code send}
     * @throws ErrnoException with the same errnos as {@link #send(int, ByteBuffer, int)}; also EISCONN: the socket is connected
     *     (Linux returns EISCONN only for streams); EAFNOSUPPORT, EINVAL: {@code to} is an address of another domain;
     *     ENETUNREACH, EHOSTUNREACH: the address cannot be reached; EACCES: {@code to} is a broadcast address, and the socket
     *     does not have the option {@code SO_BROADCAST}. If {@code to} is a path, also with the errnos of {@link #connect}
     * @throws IllegalArgumentException for the same reason as {@link #send(int, ByteBuffer, int)}; or if the address
     *     {@code to} is too long (see {@link #encode}), or is of a kind that this operating system does not have
     */
    @Call(value = "sendto(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int sendto(int fd, ByteBuffer from, int flags, SockAddr to) throws ErrnoException {
        int result;
        do {
            result = sendtoOrErrno(fd, from, flags, to);
        } while (result == -EINTR);
        return Outcome.ofFd("sendto", fd, result);
    }

    /** Same as {@link #sendto(int, ByteBuffer, int, SockAddr)}, but returns the number of bytes or −errno. */
    int sendtoOrErrno(int fd, ByteBuffer from, int flags, SockAddr to);

    /**
     * Sends {@code length} bytes of an array, starting at {@code offset}, to the address {@code to}. Otherwise the same as
     * {@link #sendto(int, ByteBuffer, int, SockAddr)}.
     */
    @Call(value = "sendto(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int sendto(int fd, byte[] from, int offset, int length, int flags, SockAddr to) throws ErrnoException {
        int result;
        do {
            result = sendtoOrErrno(fd, from, offset, length, flags, to);
        } while (result == -EINTR);
        return Outcome.ofFd("sendto", fd, result);
    }

    /** Same as {@link #sendto(int, byte[], int, int, int, SockAddr)}, but returns the number of bytes or −errno. */
    int sendtoOrErrno(int fd, byte[] from, int offset, int length, int flags, SockAddr to);

    /**
     * Receives bytes and the address of their sender, and returns the number of bytes. The rules of
     * {@link #recv(int, ByteBuffer, int)} for buffers and flags apply.
     *
     * <p>{@code ssize_t recvfrom(int fd, void *buf, size_t len, int flags, struct sockaddr *from, socklen_t *fromlen)}
     * {@index recvfrom}
     *
     * @param sender the object in which this method stores the address of the socket that sent the bytes. On a TCP stream, the
     *     stored address is null. If a Unix-domain socket without a name sent the bytes, the stored address is
     *     {@link SockAddr.Unix#unnamed}. If {@code sender} itself is null, this method does the same as {@code recv}
     * @throws ErrnoException with the same errnos as {@link #recv(int, ByteBuffer, int)}
     * @throws IllegalArgumentException if the buffer is read-only
     */
    @Call(value = "recvfrom(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int recvfrom(int fd, ByteBuffer into, int flags, Peer sender) throws ErrnoException {
        int result;
        do {
            result = recvfromOrErrno(fd, into, flags, sender);
        } while (result == -EINTR);
        return Outcome.ofFd("recvfrom", fd, result);
    }

    /** Same as {@link #recvfrom(int, ByteBuffer, int, Peer)}, but returns the number of bytes or −errno. */
    int recvfromOrErrno(int fd, ByteBuffer into, int flags, Peer sender);

    /**
     * Receives up to {@code length} bytes and the address of their sender. Stores the bytes in an array, starting at
     * {@code offset}. Otherwise the same as {@link #recvfrom(int, ByteBuffer, int, Peer)}.
     */
    @Call(value = "recvfrom(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int recvfrom(int fd, byte[] into, int offset, int length, int flags, Peer sender) throws ErrnoException {
        int result;
        do {
            result = recvfromOrErrno(fd, into, offset, length, flags, sender);
        } while (result == -EINTR);
        return Outcome.ofFd("recvfrom", fd, result);
    }

    /** Same as {@link #recvfrom(int, byte[], int, int, int, Peer)}, but returns the number of bytes or −errno. */
    int recvfromOrErrno(int fd, byte[] into, int offset, int length, int flags, Peer sender);

    /**
     * Returns the bytes of an address in the native layout of this operating system. Use these bytes as an argument of a native
     * function that posixkit does not have.
     *
     * <p>{@code struct sockaddr} {@index sockaddr}
     *
     * @throws IllegalArgumentException if the address is too long, for example a path of more than 108 bytes (104 on macOS), or
     *     if this operating system does not have this kind of address
     */
    @Call("sockaddr(3type)")
    byte[] encode(SockAddr address);

    /**
     * Converts {@code bytes}, an address in the native layout of this operating system, to a {@link SockAddr}. Returns null if
     * {@code bytes} contain no address. The result is a {@link SockAddr.Raw} if posixkit has no record for the address family, or
     * if the kernel has truncated the address.
     *
     * <p>{@code struct sockaddr}
     *
     * @param length the length of the address in bytes, as the kernel returned it. If {@code length} is more than
     *     {@code bytes.length}, the kernel has truncated the address, because there was too little space for it. In a Unix-domain
     *     address, {@code length} also tells where the path or the abstract name ends. But if a path contains a NUL, the path
     *     ends before this NUL
     */
    @Call("sockaddr(3type)")
    SockAddr decode(byte[] bytes, int length);

    /**
     * Takes a connection from the queue of a listening socket, and returns the descriptor of the connection. Does the same as
     * {@link #accept(int, Peer)}, but does not store the address of the client.
     */
    default int accept(int fd) throws ErrnoException {
        return accept(fd, null);
    }

    /** Same as {@link #accept(int)}, but returns the descriptor or −errno. */
    default int acceptOrErrno(int fd) {
        return acceptOrErrno(fd, null);
    }
}
