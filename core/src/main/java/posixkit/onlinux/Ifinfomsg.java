package posixkit.onlinux;

/**
 * A network interface in a netlink message ({@code struct ifinfomsg} {@index ifinfomsg}). Its name, its address and other properties
 * are attributes {@code IFLA_…}. {@link Netlink#newIfinfomsg} creates such an object.
 */
public interface Ifinfomsg extends NetlinkBody {
    /** Returns the family, usually {@code AF_UNSPEC}. */
    int family();

    /** Sets the family. */
    Ifinfomsg family(int family);

    /** Returns the type of the hardware, a constant {@code ARPHRD_…}. */
    int type();

    /** Sets the type of the hardware. */
    Ifinfomsg type(int type);

    /** Returns the number of the interface. */
    int index();

    /** Sets the number of the interface. */
    Ifinfomsg index(int index);

    /** Returns flags, for example {@code IFF_UP}. */
    int flags();

    /** Sets the flags. */
    Ifinfomsg flags(int flags);

    /** Returns which of the flags are changed. */
    int change();

    /** Sets which of the flags are changed. */
    Ifinfomsg change(int mask);
}
