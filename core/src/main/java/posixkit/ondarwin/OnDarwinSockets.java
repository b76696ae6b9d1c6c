package posixkit.ondarwin;

import static posixkit.constants.Errno.EINTR;
import static posixkit.ondarwin.constants.DarwinSock.LOCAL_PEERCRED;
import static posixkit.ondarwin.constants.DarwinSock.SOL_LOCAL;

import java.nio.ByteBuffer;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.net.SockAddr;

/**
 * Connects sockets from a chosen interface and with the first bytes, sends files to sockets, tells the state of TCP connections, finds
 * kernel controls, and returns the user, the groups and the pid of the process at the other end of a Unix-domain socket, with calls that
 * only macOS has. {@link posixkit.net.Sockets} has the socket calls that Linux and macOS share. On Linux, a process can also send its
 * credentials with a message. On macOS, a process cannot send its credentials.
 */
public interface OnDarwinSockets {
    /**
     * Returns the credentials (user and groups) of the process at the other end of the Unix-domain stream socket {@code fd}. They
     * are the credentials at the time of {@code connect} or {@code socketpair}. They do not contain a pid: {@link #peerPid}
     * returns the pid.
     *
     * @throws ErrnoException the errnos of {@link #getsockoptXucred}
     */
    default Xucred peerCredentials(int fd) throws ErrnoException {
        return getsockoptXucred(fd, SOL_LOCAL, LOCAL_PEERCRED);
    }

    /**
     * Returns the value of the socket option {@code name} at {@code level}. The value must be a {@code struct xucred}. Only the
     * option {@code LOCAL_PEERCRED} at the level {@code SOL_LOCAL} has a value of this type. {@link #peerCredentials} reads this
     * option and needs only {@code fd}.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, struct xucred *value, socklen_t *len)} {@index LOCAL_PEERCRED}
     *
     * @throws ErrnoException ENOTCONN: the socket has no peer; EINVAL: the socket is not a stream socket or not a Unix-domain
     *     socket, or this version of macOS uses another version of {@code struct xucred}; EBADF: {@code fd} is not open;
     *     ENOTSOCK: {@code fd} is not a socket
     * @throws IllegalArgumentException if the value of the option is not a {@code struct xucred}
     */
    @Call("getsockopt(2)")
    Xucred getsockoptXucred(int fd, int level, int name) throws ErrnoException;

    /**
     * Returns the pid of the process at the other end of the Unix-domain socket {@code fd}. If several processes have the other
     * end open, this method returns the pid of the process that used the other end last. The process with the returned pid may
     * have ended already, and a new process may have the same pid now.
     *
     * <p>{@code int getsockopt(int fd, SOL_LOCAL, LOCAL_PEERPID, pid_t *pid, socklen_t *len)} {@index LOCAL_PEERPID}
     *
     * @throws ErrnoException ENOTCONN: the socket is not connected, or no longer connected; EINVAL: {@code fd} is not a
     *     Unix-domain socket; EBADF: {@code fd} is not open; ENOTSOCK: {@code fd} is not a socket
     */
    @Call("unix(4)")
    default int peerPid(int fd) throws ErrnoException {
        return Outcome.ofFd("getsockopt", fd, peerPidOrErrno(fd));
    }

    /** Same as {@link #peerPid}, but returns the pid or −errno. */
    int peerPidOrErrno(int fd);

    /**
     * Sends bytes of a file to a connected stream socket, without copying them into this process. The offset of {@code fd} stays as
     * it is.
     *
     * <p>{@code int sendfile(int fd, int s, off_t offset, off_t *len, struct sf_hdtr *hdtr, int flags)} {@index sendfile}
     *
     * <p>The call may send fewer bytes than asked for: at the end of the file, if {@code socket} is non-blocking and full, and if a
     * signal interrupts the call. In C, the call fails in the last two cases, and still tells how many bytes it sent. This method
     * returns the number then, and fails only if no byte was sent. A program repeats the call for the rest.
     *
     * <p>Headers and trailers cannot be sent with this method. Send them with {@code writev} before and after it.
     *
     * @param fd a regular file
     * @param offset where to begin in the file
     * @param length how many bytes to send; 0 means up to the end of the file
     * @return the number of bytes sent; 0 at the end of the file
     * @throws ErrnoException EAGAIN: {@code socket} is non-blocking and full; ENOTSUP: {@code fd} is not a regular file; ENOTSOCK:
     *     {@code socket} is not a socket; EINVAL: it is not a stream socket; ENOTCONN: it is not connected; EPIPE: its other end is
     *     closed, also if bytes were sent before; EBADF: a descriptor is not open; EIO
     * @throws IllegalArgumentException if {@code offset} or {@code length} is negative
     */
    @Call(value = "sendfile(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default long sendfile(int fd, int socket, long offset, long length) throws ErrnoException {
        long result;
        do {
            result = sendfileOrErrno(fd, socket, offset, length);
        } while (result == -EINTR);
        return Outcome.ofFd("sendfile", socket, result);
    }

    /** Same as {@link #sendfile}, but returns the number of bytes or −errno. */
    long sendfileOrErrno(int fd, int socket, long offset, long length);

    /**
     * Connects a socket as {@link posixkit.net.Sockets#connect} does, and in the same call chooses the interface and the address from
     * which it connects, and sends the first bytes. Returns how many bytes the kernel took, and moves the positions of the buffers.
     *
     * <p>{@code int connectx(int fd, const sa_endpoints_t *endpoints, sae_associd_t associd, unsigned int flags, const struct iovec
     * *iov, unsigned int iovcnt, size_t *len, sae_connid_t *connid)} {@index connectx}
     *
     * <p>With {@code CONNECT_DATA_IDEMPOTENT}, the kernel may send the bytes with the first packet of a TCP connection (TCP Fast
     * Open). The peer may then receive them twice. With {@code CONNECT_RESUME_ON_READ_WRITE}, the call returns at once, and the kernel
     * connects when the program reads or writes.
     *
     * <p>{@code associd} is {@code SAE_ASSOCID_ANY}, and {@code connid} is null: other values are for several connections of one
     * socket, which the kernel makes for Apple's own programs only.
     *
     * <p>If a non-blocking socket cannot connect at once, the method fails with EINPROGRESS, unless the kernel took bytes. In both
     * cases wait until the socket is writable, then read {@code SO_ERROR}. As {@code connect}, this method never restarts after a
     * signal.
     *
     * @param srcif the number of the interface ({@link posixkit.net.Interfaces#ifNametoindex}), or 0
     * @param src the address from which to connect, or null
     * @param dst the address to connect to
     * @param flags constants {@code CONNECT_…} of {@link posixkit.ondarwin.constants.DarwinSock}, or 0
     * @param data the first bytes; may be empty
     * @throws ErrnoException the errnos of {@code connect}; ENXIO: there is no interface {@code srcif}; EADDRINUSE, EADDRNOTAVAIL:
     *     {@code src} is in use or not an address of this machine; EINVAL: the socket has another address already; EOPNOTSUPP:
     *     {@code fd} is not a socket of the internet
     * @throws IllegalArgumentException if an address is too long, or of a kind that macOS does not have
     */
    @Call(value = "connectx(2)", waits = true)
    default long connectx(int fd, int srcif, SockAddr src, SockAddr dst, int flags, ByteBuffer... data)
            throws ErrnoException {
        return Outcome.ofFd("connectx", fd, connectxOrErrno(fd, srcif, src, dst, flags, data));
    }

    /** Same as {@link #connectx}, but returns the number of bytes or −errno. */
    long connectxOrErrno(int fd, int srcif, SockAddr src, SockAddr dst, int flags, ByteBuffer... data);

    /**
     * Returns the state of the TCP connection {@code fd}.
     *
     * <p>{@code int getsockopt(int fd, IPPROTO_TCP, TCP_CONNECTION_INFO, struct tcp_connection_info *value, socklen_t *len)}
     * {@index TCP_CONNECTION_INFO}
     *
     * @throws ErrnoException EINVAL: {@code fd} is not a TCP socket, or the connection is over; EBADF: {@code fd} is not open;
     *     ENOTSOCK: {@code fd} is not a socket
     */
    @Call("getsockopt(2)")
    TCPConnectionInfo getsockoptTCPConnectionInfo(int fd) throws ErrnoException;

    /**
     * Returns the id of the kernel control {@code name}, for example of {@code com.apple.net.utun_control}. The address to connect
     * to the control has this id.
     *
     * <p>{@code int ioctl(int fd, CTLIOCGINFO, struct ctl_info *info)} {@index CTLIOCGINFO}
     *
     * @param fd a socket of the domain {@code AF_SYSTEM} and the protocol {@code SYSPROTO_CONTROL}
     * @param name at most 95 bytes
     * @throws ErrnoException ENOENT: there is no such control; EBADF: {@code fd} is not open; EOPNOTSUPP, ENOTTY: {@code fd} is
     *     not such a socket
     * @throws IllegalArgumentException if {@code name} is too long
     */
    @Call("ioctl(2)")
    default int ctlInfo(int fd, String name) throws ErrnoException {
        return Outcome.ofFd("ioctl", fd, ctlInfoOrErrno(fd, name));
    }

    /** Same as {@link #ctlInfo}, but returns the id or −errno. */
    int ctlInfoOrErrno(int fd, String name);
}
