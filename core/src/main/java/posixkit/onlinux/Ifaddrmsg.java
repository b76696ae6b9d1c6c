package posixkit.onlinux;

/**
 * An address of a network interface in a netlink message ({@code struct ifaddrmsg} {@index ifaddrmsg}). The address itself is an
 * attribute {@code IFA_…}. {@link Netlink#newIfaddrmsg} creates such an object.
 */
public interface Ifaddrmsg extends NetlinkBody {
    /** Returns the family, for example {@code AF_INET6}. */
    int family();

    /** Sets the family. */
    Ifaddrmsg family(int family);

    /** Returns how many bits of the address name the network. */
    int prefixlen();

    /** Sets how many bits of the address name the network. */
    Ifaddrmsg prefixlen(int bits);

    /** Returns flags, for example {@code IFA_F_PERMANENT}. An attribute {@code IFA_FLAGS} has those that do not fit. */
    int flags();

    /** Sets the flags. */
    Ifaddrmsg flags(int flags);

    /** Returns where the address is valid, a constant {@code RT_SCOPE_…}. */
    int scope();

    /** Sets where the address is valid. */
    Ifaddrmsg scope(int scope);

    /** Returns the number of the interface. */
    int index();

    /** Sets the number of the interface. */
    Ifaddrmsg index(int index);
}
