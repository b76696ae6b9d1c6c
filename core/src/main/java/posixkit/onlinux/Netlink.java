package posixkit.onlinux;

import static posixkit.constants.Errno.EINTR;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Netlink messages: they ask the kernel for network interfaces, addresses, routes and much else, change them, and tell of changes. The
 * descriptor is a socket of {@code AF_NETLINK}.
 *
 * <pre>{@code
 * Netlink netlink = posix.onLinux().netlink();
 * try (Fd fd = Fd.own(posix.sockets().socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE))) {
 *     NetlinkRequest request = netlink.newRequest(1024);
 *     request.message(RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP, 1).body(netlink.newIfinfomsg());
 *     netlink.send(fd.num(), request);
 *     NetlinkMessages messages = netlink.newMessages(64 * 1024);
 *     Ifinfomsg link = netlink.newIfinfomsg();
 *     while (netlink.receive(fd.num(), messages) > 0) {
 *         while (messages.next()) {
 *             if (messages.isDone()) return;
 *             messages.body(link);
 *             while (messages.nextAttribute()) {
 *                 if (messages.attributeType() == IFLA_IFNAME) {
 *                     System.out.println(link.index() + " " + messages.attributeText());
 *                 }
 *             }
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>To be told of changes, {@code bind} the socket to an address with groups, or join a group with the option {@code
 * NETLINK_ADD_MEMBERSHIP}.
 */
public interface Netlink {
    /**
     * Sends messages to the kernel, and returns their number of bytes.
     *
     * <p>{@code ssize_t sendto(int fd, const void *buf, size_t len, 0, const struct sockaddr *to, socklen_t tolen)}
     *
     * @throws ErrnoException EMSGSIZE: the messages are too long for the send buffer of the socket; ENOBUFS: the kernel lacks
     *     memory; EBADF: {@code fd} is not open; ENOTSOCK: {@code fd} is not a socket; EAFNOSUPPORT, EINVAL or EISCONN:
     *     {@code fd} is a socket of another kind
     * @throws IllegalStateException if {@link NetlinkRequest#nested} was called without {@link NetlinkRequest#end}
     */
    @Call(value = "sendto(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int send(int fd, NetlinkRequest request) throws ErrnoException {
        int result;
        do {
            result = sendOrErrno(fd, request);
        } while (result == -EINTR);
        return Outcome.ofFd("sendto", fd, result);
    }

    /** Same as {@link #send}, but returns the number of bytes or −errno. */
    int sendOrErrno(int fd, NetlinkRequest request);

    /**
     * Receives as many messages as the kernel has sent at once, and returns their number of bytes. Waits until there are messages,
     * unless the descriptor is non-blocking. A long answer comes in several parts, so call this method until a message {@link
     * NetlinkMessages#isDone}.
     *
     * <p>{@code ssize_t recvfrom(int fd, void *buf, size_t len, MSG_TRUNC, struct sockaddr *from, socklen_t *fromlen)}
     *
     * @throws ErrnoException EAGAIN: the descriptor is non-blocking, and there is no message; EMSGSIZE: {@code into} is too small,
     *     and the messages are lost; ENOBUFS: the kernel has dropped messages because nobody received them in time; EPROTOTYPE:
     *     the descriptor is a socket of another kind; EBADF: {@code fd} is not open; ENOTSOCK: {@code fd} is not a socket
     */
    @Call(value = "recvfrom(2)", waits = true, restarts = Call.Restart.ALWAYS)
    default int receive(int fd, NetlinkMessages into) throws ErrnoException {
        int result;
        do {
            result = receiveOrErrno(fd, into);
        } while (result == -EINTR);
        return Outcome.ofFd("recvfrom", fd, result);
    }

    /** Same as {@link #receive}, but returns the number of bytes or −errno. */
    int receiveOrErrno(int fd, NetlinkMessages into);

    /**
     * Creates a buffer for messages to send.
     *
     * @param bytes the size. It must be at least 16, the size of a header
     */
    NetlinkRequest newRequest(int bytes);

    /**
     * Creates a buffer for received messages.
     *
     * @param bytes the size. It must be at least 16, the size of a header. The kernel sends at most 32 KiB at once in an answer of
     *     several parts
     */
    NetlinkMessages newMessages(int bytes);

    /** Returns an empty body of messages about network interfaces. */
    Ifinfomsg newIfinfomsg();

    /** Returns an empty body of messages about addresses. */
    Ifaddrmsg newIfaddrmsg();

    /** Returns an empty body of messages about routes. */
    Rtmsg newRtmsg();

    /** Returns an empty body of messages about neighbours. */
    Ndmsg newNdmsg();
}
