package posixkit.onlinux;

/**
 * A route in a netlink message ({@code struct rtmsg} {@index rtmsg}). The destination and the gateway are attributes {@code RTA_…}.
 * {@link Netlink#newRtmsg} creates such an object.
 */
public interface Rtmsg extends NetlinkBody {
    /** Returns the family, for example {@code AF_INET}. */
    int family();

    /** Sets the family. */
    Rtmsg family(int family);

    /** Returns how many bits of the destination count. */
    int dstLen();

    /** Sets how many bits of the destination count. */
    Rtmsg dstLen(int bits);

    /** Returns how many bits of the source count. */
    int srcLen();

    /** Sets how many bits of the source count. */
    Rtmsg srcLen(int bits);

    /** Returns the type of service. */
    int tos();

    /** Sets the type of service. */
    Rtmsg tos(int tos);

    /** Returns the number of the routing table, for example {@code RT_TABLE_MAIN}. An attribute has numbers above 255. */
    int table();

    /** Sets the number of the routing table. */
    Rtmsg table(int table);

    /** Returns who made the route, a constant {@code RTPROT_…}. */
    int protocol();

    /** Sets who made the route. */
    Rtmsg protocol(int protocol);

    /** Returns how far away the destination is, a constant {@code RT_SCOPE_…}. */
    int scope();

    /** Sets how far away the destination is. */
    Rtmsg scope(int scope);

    /** Returns the kind of the route, for example {@code RTN_UNICAST}. */
    int type();

    /** Sets the kind of the route. */
    Rtmsg type(int type);

    /** Returns flags {@code RTM_F_…}. */
    int flags();

    /** Sets the flags. */
    Rtmsg flags(int flags);
}
