package posixkit.onlinux;

import java.util.List;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Reads and sets options of sockets whose values only Linux has. {@link OnLinuxSockets} inherits these methods.
 * {@link posixkit.net.OptionCalls} has the options of both systems.
 */
public interface OnLinuxOptions {
    /** Creates an object for {@link #getsockoptTCPInfo(int, TCPInfo)}, whose members are 0. */
    TCPInfo newTCPInfo();

    /**
     * Stores the state of the TCP connection {@code fd} in {@code into}. Members that this kernel does not have become 0.
     *
     * <p>{@code int getsockopt(int fd, IPPROTO_TCP, TCP_INFO, struct tcp_info *value, socklen_t *len)} {@index TCP_INFO}
     *
     * @param into from {@link #newTCPInfo}
     * @throws ErrnoException EOPNOTSUPP: {@code fd} is not a TCP socket; EBADF: {@code fd} is not open; ENOTSOCK: {@code fd} is not
     *     a socket
     */
    @Call("tcp(7)")
    default void getsockoptTCPInfo(int fd, TCPInfo into) throws ErrnoException {
        Outcome.ofFd("getsockopt", fd, getsockoptTCPInfoOrErrno(fd, into));
    }

    /** Same as {@link #getsockoptTCPInfo(int, TCPInfo)}, but returns the number of bytes that the kernel filled, or −errno. */
    int getsockoptTCPInfoOrErrno(int fd, TCPInfo into);

    /**
     * Returns the state of the TCP connection {@code fd}. Members that this kernel does not have are 0.
     *
     * @throws ErrnoException the errnos of {@link #getsockoptTCPInfo(int, TCPInfo)}
     */
    default TCPInfo getsockoptTCPInfo(int fd) throws ErrnoException {
        TCPInfo into = newTCPInfo();
        getsockoptTCPInfo(fd, into);
        return into;
    }

    /**
     * Returns the state of the congestion control {@code bbr} of the TCP socket {@code fd}. Which congestion control a socket has
     * is the text of the option {@code TCP_CONGESTION}.
     *
     * <p>{@code int getsockopt(int fd, IPPROTO_TCP, TCP_CC_INFO, union tcp_cc_info *value, socklen_t *len)} {@index TCP_CC_INFO}
     *
     * @throws ErrnoException the errnos of {@link #getsockoptTCPInfo(int, TCPInfo)}
     * @throws IllegalArgumentException if the socket has a congestion control whose state is of another size
     */
    @Call("tcp(7)")
    TCPBBRInfo getsockoptTCPBBRInfo(int fd) throws ErrnoException;

    /**
     * Returns the state of the congestion control {@code vegas}, {@code westwood} or {@code illinois} of the TCP socket
     * {@code fd}. The state of {@code dctcp} has the same size, so this method cannot tell it apart.
     *
     * <p>{@code int getsockopt(int fd, IPPROTO_TCP, TCP_CC_INFO, union tcp_cc_info *value, socklen_t *len)}
     *
     * @throws ErrnoException the errnos of {@link #getsockoptTCPInfo(int, TCPInfo)}
     * @throws IllegalArgumentException if the socket has a congestion control whose state is of another size
     */
    @Call("tcp(7)")
    TCPVegasInfo getsockoptTCPVegasInfo(int fd) throws ErrnoException;

    /**
     * Returns the state of the congestion control {@code dctcp} of the TCP socket {@code fd}. The state of {@code vegas} has the
     * same size, so this method cannot tell it apart.
     *
     * <p>{@code int getsockopt(int fd, IPPROTO_TCP, TCP_CC_INFO, union tcp_cc_info *value, socklen_t *len)}
     *
     * @throws ErrnoException the errnos of {@link #getsockoptTCPInfo(int, TCPInfo)}
     * @throws IllegalArgumentException if the socket has a congestion control whose state is of another size
     */
    @Call("tcp(7)")
    TCPDCTCPInfo getsockoptTCPDCTCPInfo(int fd) throws ErrnoException;

    /**
     * Attaches a classic BPF program to the socket {@code fd}. The kernel runs the program for each packet that arrives. The
     * result of the program is the number of bytes to keep; with 0, the packet is dropped. The program replaces an earlier one.
     *
     * <p>{@code int setsockopt(int fd, SOL_SOCKET, SO_ATTACH_FILTER, const struct sock_fprog *value, socklen_t len)}
     * {@index SO_ATTACH_FILTER}
     *
     * @throws ErrnoException EINVAL: the program is not valid: for example, it does not end with {@code BPF_RET}, or it is empty;
     *     EPERM: the option {@code SO_LOCK_FILTER} is set; ENOMEM: the program is too long for
     *     the socket; EBADF: {@code fd} is not open; ENOTSOCK: {@code fd} is not a socket
     */
    @Call("socket(7)")
    default void attachFilter(int fd, List<SockFilter> program) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, attachFilterOrErrno(fd, program));
    }

    /** Same as {@link #attachFilter}, but returns 0 or −errno. */
    int attachFilterOrErrno(int fd, List<SockFilter> program);

    /**
     * Removes the BPF program of the socket {@code fd}.
     *
     * <p>{@code int setsockopt(int fd, SOL_SOCKET, SO_DETACH_FILTER, const void *value, socklen_t len)} {@index SO_DETACH_FILTER}
     *
     * @throws ErrnoException ENOENT: the socket has no program; otherwise the errnos of {@link #attachFilter}
     */
    @Call("socket(7)")
    default void detachFilter(int fd) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, detachFilterOrErrno(fd));
    }

    /** Same as {@link #detachFilter}, but returns 0 or −errno. */
    int detachFilterOrErrno(int fd);

    /**
     * Returns the classic BPF program of the socket {@code fd}. The list is empty if the socket has none, and cannot be changed.
     *
     * <p>{@code int getsockopt(int fd, SOL_SOCKET, SO_GET_FILTER, struct sock_filter *value, socklen_t *len)}
     * {@index SO_GET_FILTER}
     *
     * @throws ErrnoException EACCES: the socket has a program that was not attached in this form; EBADF: {@code fd} is not open;
     *     ENOTSOCK: {@code fd} is not a socket
     */
    @Call("socket(7)")
    List<SockFilter> getFilter(int fd) throws ErrnoException;

    /**
     * Sets an option of an {@code AF_PACKET} socket: {@code PACKET_ADD_MEMBERSHIP} makes it receive more packets, for example all
     * packets of an interface ({@code PACKET_MR_PROMISC}). {@code PACKET_DROP_MEMBERSHIP} ends that. The level is
     * {@code SOL_PACKET}.
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const struct packet_mreq *value, socklen_t len)}
     * {@index PACKET_ADD_MEMBERSHIP}
     *
     * @throws ErrnoException ENODEV: no such interface; EINVAL: the address is too short for the interface; otherwise the errnos of {@link posixkit.net.OptionCalls#setsockopt}
     */
    @Call("packet(7)")
    default void setsockoptPacketMreq(int fd, int level, int name, PacketMreq value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptPacketMreqOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockoptPacketMreq}, but returns 0 or −errno. */
    int setsockoptPacketMreqOrErrno(int fd, int level, int name, PacketMreq value);

    /**
     * Creates a ring of packets that an {@code AF_PACKET} socket shares with the kernel ({@code PACKET_RX_RING} or
     * {@code PACKET_TX_RING}, for rings of version 1 and 2). {@code mmap} with the descriptor maps it. A ring of 0 blocks removes
     * it. The level is {@code SOL_PACKET}.
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const struct tpacket_req *value, socklen_t len)}
     * {@index PACKET_RX_RING}
     *
     * @throws ErrnoException EINVAL: the sizes do not fit together; EBUSY: the ring is mapped, or there is one already; ENOMEM: too
     *     little memory; otherwise the errnos of {@link posixkit.net.OptionCalls#setsockopt}
     */
    @Call("packet(7)")
    default void setsockoptTpacketReq(int fd, int level, int name, TpacketReq value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptTpacketReqOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockoptTpacketReq}, but returns 0 or −errno. */
    int setsockoptTpacketReqOrErrno(int fd, int level, int name, TpacketReq value);

    /**
     * Returns how many packets an {@code AF_PACKET} socket has received since the last call, and sets the numbers to 0. The level
     * is {@code SOL_PACKET}, the option {@code PACKET_STATISTICS}.
     *
     * <p>{@code int getsockopt(int fd, int level, int name, struct tpacket_stats *value, socklen_t *len)}
     * {@index PACKET_STATISTICS}
     *
     * @throws ErrnoException the errnos of {@link posixkit.net.OptionCalls#getsockopt}
     * @throws IllegalArgumentException if the value of the option is of another type
     */
    @Call("packet(7)")
    TpacketStats getsockoptTpacketStats(int fd, int level, int name) throws ErrnoException;

    /**
     * Sets or removes the key with which TCP signs the packets to and from a peer ({@code TCP_MD5SIG} or
     * {@code TCP_MD5SIG_EXT}). The level is {@code IPPROTO_TCP}. Packets with a wrong or no signature are dropped.
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const struct tcp_md5sig *value, socklen_t len)} {@index TCP_MD5SIG}
     *
     * @throws ErrnoException ENOPROTOOPT: the kernel was built without it; ENOENT: there is no key to remove; EINVAL: the address is
     *     of another family than the socket, or the flags are not known; ENOMEM: too many keys; otherwise the errnos of
     *     {@link posixkit.net.OptionCalls#setsockopt}
     * @throws IllegalArgumentException if the address is too long, or of a kind that Linux does not have
     */
    @Call("tcp(7)")
    default void setsockoptTCPMD5Sig(int fd, int level, int name, TCPMD5Sig value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptTCPMD5SigOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockoptTCPMD5Sig}, but returns 0 or −errno. */
    int setsockoptTCPMD5SigOrErrno(int fd, int level, int name, TCPMD5Sig value);

    /**
     * Sets properties of a TCP connection that is being restored ({@code TCP_REPAIR_OPTIONS}). The socket must have the option
     * {@code TCP_REPAIR}, and be connected. The level is {@code IPPROTO_TCP}.
     *
     * <p>{@code int setsockopt(int fd, int level, int name, const struct tcp_repair_opt *value, socklen_t len)}
     * {@index TCP_REPAIR_OPTIONS}
     *
     * @throws ErrnoException EINVAL: the socket does not have the option {@code TCP_REPAIR}; EPERM: the socket is not connected;
     *     EFBIG: a value is too large; otherwise the errnos of {@link posixkit.net.OptionCalls#setsockopt}
     */
    @Call("tcp(7)")
    default void setsockoptTCPRepairOpt(int fd, int level, int name, List<TCPRepairOpt> value) throws ErrnoException {
        Outcome.ofFd("setsockopt", fd, setsockoptTCPRepairOptOrErrno(fd, level, name, value));
    }

    /** Same as {@link #setsockoptTCPRepairOpt}, but returns 0 or −errno. */
    int setsockoptTCPRepairOptOrErrno(int fd, int level, int name, List<TCPRepairOpt> value);
}
