package posixkit.onlinux;

import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.net.SockAddr;

/**
 * Reads and sets properties of network interfaces that only Linux has in {@code struct ifreq}. {@link posixkit.net.Interfaces} has
 * the other properties. The descriptor can be any socket, for example a datagram socket of {@code AF_INET}.
 */
public interface OnLinuxInterfaces {
    /**
     * Returns the hardware address of an interface, as the kernel stores it in a {@code struct sockaddr}: the family of the result
     * is the type of the hardware, a constant {@code ARPHRD_…}. Its bytes begin with the address, and zeros follow. The request
     * does not tell the length of the address: it is 6 bytes for Ethernet. {@link posixkit.net.Interfaces#getifaddrs} returns
     * addresses with their length.
     *
     * <p>{@code int ioctl(int fd, SIOCGIFHWADDR, struct ifreq *request)} {@index SIOCGIFHWADDR}
     *
     * @throws ErrnoException ENODEV: no such interface; EBADF: {@code fd} is not open; ENOTTY: {@code fd} is not a socket
     */
    @Call("netdevice(7)")
    SockAddr.Raw ifHwaddr(int fd, String name) throws ErrnoException;

    /**
     * Sets the hardware address of an interface.
     *
     * <p>{@code int ioctl(int fd, SIOCSIFHWADDR, struct ifreq *request)} {@index SIOCSIFHWADDR}
     *
     * @param hwaddr the type of the hardware and the address, in the form that {@link #ifHwaddr} returns
     * @throws ErrnoException EPERM: the process lacks the privilege; EINVAL: the type of the hardware is another one;
     *     EADDRNOTAVAIL: the address is not one for an interface; EBUSY: the address cannot be set while the interface is up;
     *     EOPNOTSUPP: the address of this interface cannot be set; otherwise the errnos of {@link #ifHwaddr}
     * @throws IllegalArgumentException if the address has more than 14 bytes
     */
    @Call("netdevice(7)")
    default void setIfHwaddr(int fd, String name, SockAddr.Raw hwaddr) throws ErrnoException {
        Outcome.ofFd("ioctl", fd, setIfHwaddrOrErrno(fd, name, hwaddr));
    }

    /** Same as {@link #setIfHwaddr}, but returns 0 or −errno. */
    int setIfHwaddrOrErrno(int fd, String name, SockAddr.Raw hwaddr);

    /**
     * Returns how many packets can wait to be sent by an interface.
     *
     * <p>{@code int ioctl(int fd, SIOCGIFTXQLEN, struct ifreq *request)} {@index SIOCGIFTXQLEN}
     *
     * @throws ErrnoException the errnos of {@link #ifHwaddr}
     */
    @Call("netdevice(7)")
    default int ifTxqlen(int fd, String name) throws ErrnoException {
        return Outcome.ofFd("ioctl", fd, ifTxqlenOrErrno(fd, name));
    }

    /** Same as {@link #ifTxqlen}, but returns the number or −errno. */
    int ifTxqlenOrErrno(int fd, String name);

    /**
     * Sets how many packets can wait to be sent by an interface.
     *
     * <p>{@code int ioctl(int fd, SIOCSIFTXQLEN, struct ifreq *request)} {@index SIOCSIFTXQLEN}
     *
     * @throws ErrnoException EPERM: the process lacks the privilege; EINVAL: {@code length} is negative; otherwise the errnos of
     *     {@link #ifHwaddr}
     */
    @Call("netdevice(7)")
    default void setIfTxqlen(int fd, String name, int length) throws ErrnoException {
        Outcome.ofFd("ioctl", fd, setIfTxqlenOrErrno(fd, name, length));
    }

    /** Same as {@link #setIfTxqlen}, but returns 0 or −errno. */
    int setIfTxqlenOrErrno(int fd, String name, int length);

    /**
     * Renames an interface.
     *
     * <p>{@code int ioctl(int fd, SIOCSIFNAME, struct ifreq *request)} {@index SIOCSIFNAME}
     *
     * @throws ErrnoException EPERM: the process lacks the privilege; EEXIST: an interface has this name; EINVAL: the name is
     *     empty or has a slash; EBUSY: before Linux 6.3, an interface that is up could not be renamed; otherwise the errnos of
     *     {@link #ifHwaddr}
     */
    @Call("netdevice(7)")
    default void setIfName(int fd, String name, String newName) throws ErrnoException {
        Outcome.ofFd("ioctl", fd, setIfNameOrErrno(fd, name, newName));
    }

    /** Same as {@link #setIfName}, but returns 0 or −errno. */
    int setIfNameOrErrno(int fd, String name, String newName);
}
