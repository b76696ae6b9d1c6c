package posixkit.net;

import java.util.List;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Lists network interfaces and their addresses, and reads and sets the properties of an interface.
 *
 * <p>The methods whose names begin with {@code if} or {@code setIf} and that take a descriptor use {@code ioctl} with a
 * {@code struct ifreq}. The descriptor can be any socket, for example a datagram socket of {@code AF_INET}. Such a request knows
 * only IPv4 addresses. The name of an interface has at most 15 bytes.
 */
public interface Interfaces {
    /**
     * Returns the addresses of all network interfaces of this process's network namespace. An interface without an address is in
     * the list too. The list does not change.
     *
     * <p>{@code int getifaddrs(struct ifaddrs **list)} {@index getifaddrs}
     *
     * @throws ErrnoException ENOMEM: too little memory; EMFILE, ENFILE: too many open descriptors
     */
    @Call("getifaddrs(3)")
    List<Ifaddr> getifaddrs() throws ErrnoException;

    /**
     * Returns the number of the network interface {@code name}.
     *
     * <p>{@code unsigned int if_nametoindex(const char *name)} {@index if_nametoindex}
     *
     * @throws ErrnoException ENODEV on Linux, ENXIO on macOS: no such interface
     */
    @Call("if_nametoindex(3)")
    default int ifNametoindex(String name) throws ErrnoException {
        return Outcome.ofPath("if_nametoindex", name, ifNametoindexOrErrno(name));
    }

    /** Same as {@link #ifNametoindex}, but returns the number or −errno. */
    int ifNametoindexOrErrno(String name);

    /**
     * Returns the name of the network interface with the number {@code index}.
     *
     * <p>{@code char *if_indextoname(unsigned int index, char *name)} {@index if_indextoname}
     *
     * @throws ErrnoException ENXIO: no such interface
     */
    @Call("if_indextoname(3)")
    String ifIndextoname(int index) throws ErrnoException;

    /**
     * Returns the numbers and names of all network interfaces. The list does not change.
     *
     * <p>{@code struct if_nameindex *if_nameindex(void)} {@index if_nameindex}
     *
     * @throws ErrnoException ENOBUFS, ENOMEM: too little memory; EMFILE, ENFILE: too many open descriptors
     */
    @Call("if_nameindex(3)")
    List<Ifname> ifNameindex() throws ErrnoException;

    /**
     * Returns the flags of an interface: a combination of {@code IFF_UP}, {@code IFF_RUNNING}, … The system has only 16 bits for
     * them.
     *
     * <p>{@code int ioctl(int fd, SIOCGIFFLAGS, struct ifreq *request)} {@index SIOCGIFFLAGS}
     *
     * @throws ErrnoException ENODEV on Linux, ENXIO on macOS: no such interface; EBADF: {@code fd} is not open; ENOTTY:
     *     {@code fd} is not a socket
     */
    @Call("netdevice(7)")
    default int ifFlags(int fd, String name) throws ErrnoException {
        return Outcome.ofFd("ioctl", fd, ifFlagsOrErrno(fd, name));
    }

    /** Same as {@link #ifFlags}, but returns the flags or −errno. */
    int ifFlagsOrErrno(int fd, String name);

    /**
     * Sets the flags of an interface. The system ignores flags that cannot be set, for example {@code IFF_RUNNING}. With
     * {@code IFF_UP}, the interface begins to send and receive.
     *
     * <p>{@code int ioctl(int fd, SIOCSIFFLAGS, struct ifreq *request)} {@index SIOCSIFFLAGS}
     *
     * @throws ErrnoException EPERM: the process lacks the privilege; ENODEV on Linux, ENXIO on macOS: no such interface; EBADF:
     *     {@code fd} is not open; ENOTTY: {@code fd} is not a socket
     * @throws IllegalArgumentException if {@code flags} are not in 0…65535
     */
    @Call("netdevice(7)")
    default void setIfFlags(int fd, String name, int flags) throws ErrnoException {
        Outcome.ofFd("ioctl", fd, setIfFlagsOrErrno(fd, name, flags));
    }

    /** Same as {@link #setIfFlags}, but returns 0 or −errno. */
    int setIfFlagsOrErrno(int fd, String name, int flags);

    /**
     * Returns the size in bytes of the largest packet that an interface can send.
     *
     * <p>{@code int ioctl(int fd, SIOCGIFMTU, struct ifreq *request)} {@index SIOCGIFMTU}
     *
     * @throws ErrnoException the errnos of {@link #ifFlags}
     */
    @Call("netdevice(7)")
    default int ifMtu(int fd, String name) throws ErrnoException {
        return Outcome.ofFd("ioctl", fd, ifMtuOrErrno(fd, name));
    }

    /** Same as {@link #ifMtu}, but returns the size or −errno. */
    int ifMtuOrErrno(int fd, String name);

    /**
     * Sets the size in bytes of the largest packet that an interface can send.
     *
     * <p>{@code int ioctl(int fd, SIOCSIFMTU, struct ifreq *request)} {@index SIOCSIFMTU}
     *
     * @throws ErrnoException EINVAL: the interface cannot have this size; EPERM: the process lacks the privilege; otherwise the
     *     errnos of {@link #ifFlags}
     */
    @Call("netdevice(7)")
    default void setIfMtu(int fd, String name, int mtu) throws ErrnoException {
        Outcome.ofFd("ioctl", fd, setIfMtuOrErrno(fd, name, mtu));
    }

    /** Same as {@link #setIfMtu}, but returns 0 or −errno. */
    int setIfMtuOrErrno(int fd, String name, int mtu);

    /**
     * Returns the first IPv4 address of an interface. The port of the result is 0.
     *
     * <p>{@code int ioctl(int fd, SIOCGIFADDR, struct ifreq *request)} {@index SIOCGIFADDR}
     *
     * @throws ErrnoException EADDRNOTAVAIL: the interface has no IPv4 address; otherwise the errnos of {@link #ifFlags}
     */
    @Call("netdevice(7)")
    SockAddr ifAddr(int fd, String name) throws ErrnoException;

    /**
     * Sets the first IPv4 address of an interface.
     *
     * <p>{@code int ioctl(int fd, SIOCSIFADDR, struct ifreq *request)} {@index SIOCSIFADDR}
     *
     * @throws ErrnoException EPERM: the process lacks the privilege; EINVAL: the address is not one for an interface; otherwise
     *     the errnos of {@link #ifFlags}
     */
    @Call("netdevice(7)")
    default void setIfAddr(int fd, String name, SockAddr.Inet4 addr) throws ErrnoException {
        Outcome.ofFd("ioctl", fd, setIfAddrOrErrno(fd, name, addr));
    }

    /** Same as {@link #setIfAddr}, but returns 0 or −errno. */
    int setIfAddrOrErrno(int fd, String name, SockAddr.Inet4 addr);

    /**
     * Returns the network mask of the first IPv4 address of an interface. The port of the result is 0.
     *
     * <p>{@code int ioctl(int fd, SIOCGIFNETMASK, struct ifreq *request)} {@index SIOCGIFNETMASK}
     *
     * @throws ErrnoException the errnos of {@link #ifAddr}
     */
    @Call("netdevice(7)")
    SockAddr ifNetmask(int fd, String name) throws ErrnoException;

    /**
     * Sets the network mask of the first IPv4 address of an interface.
     *
     * <p>{@code int ioctl(int fd, SIOCSIFNETMASK, struct ifreq *request)} {@index SIOCSIFNETMASK}
     *
     * @throws ErrnoException the errnos of {@link #setIfAddr}
     */
    @Call("netdevice(7)")
    default void setIfNetmask(int fd, String name, SockAddr.Inet4 netmask) throws ErrnoException {
        Outcome.ofFd("ioctl", fd, setIfNetmaskOrErrno(fd, name, netmask));
    }

    /** Same as {@link #setIfNetmask}, but returns 0 or −errno. */
    int setIfNetmaskOrErrno(int fd, String name, SockAddr.Inet4 netmask);

    /**
     * Returns the broadcast address of an interface. The port of the result is 0.
     *
     * <p>{@code int ioctl(int fd, SIOCGIFBRDADDR, struct ifreq *request)} {@index SIOCGIFBRDADDR}
     *
     * @throws ErrnoException the errnos of {@link #ifAddr}; EINVAL on macOS: the interface has no broadcast address
     */
    @Call("netdevice(7)")
    SockAddr ifBroadaddr(int fd, String name) throws ErrnoException;

    /**
     * Returns the address of the other end of a point-to-point interface. The port of the result is 0.
     *
     * <p>{@code int ioctl(int fd, SIOCGIFDSTADDR, struct ifreq *request)} {@index SIOCGIFDSTADDR}
     *
     * @throws ErrnoException the errnos of {@link #ifAddr}; EINVAL on macOS: this is not a point-to-point interface
     */
    @Call("netdevice(7)")
    SockAddr ifDstaddr(int fd, String name) throws ErrnoException;
}
