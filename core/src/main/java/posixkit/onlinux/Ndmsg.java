package posixkit.onlinux;

/**
 * A neighbour in the network, in a netlink message ({@code struct ndmsg} {@index ndmsg}). Its addresses are attributes {@code NDA_…}.
 * {@link Netlink#newNdmsg} creates such an object.
 */
public interface Ndmsg extends NetlinkBody {
    /** Returns the family, for example {@code AF_INET}. */
    int family();

    /** Sets the family. */
    Ndmsg family(int family);

    /** Returns the number of the interface. */
    int ifindex();

    /** Sets the number of the interface. */
    Ndmsg ifindex(int index);

    /** Returns what is known of the neighbour: bits {@code NUD_…}. */
    int state();

    /** Sets what is known of the neighbour. */
    Ndmsg state(int state);

    /** Returns flags {@code NTF_…}. */
    int flags();

    /** Sets the flags. */
    Ndmsg flags(int flags);

    /** Returns the kind of the neighbour, for example {@code RTN_UNICAST}. */
    int type();

    /** Sets the kind of the neighbour. */
    Ndmsg type(int type);
}
