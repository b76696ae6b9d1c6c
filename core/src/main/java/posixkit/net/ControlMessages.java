package posixkit.net;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import posixkit.Call;

/**
 * Converts control messages between their bytes and values: through which interface a packet arrived or is sent, and when it
 * arrived. {@link Sockets} inherits these methods.
 *
 * <p>To send a control message, add it to a {@link Message} with {@link Message#controls(Message.Control...)}. To receive one, do
 * two things first: set the option that makes the kernel send it, and reserve room for it with {@link Message#room(int...)}.
 * Then pass {@link Message#controls()} to the method that reads the value.
 *
 * <p>A method that reads a value uses the first control message of its kind. If the list has none, or if the control message was
 * cut off because there was too little room, the result is empty.
 */
public interface ControlMessages {
    /**
     * Returns a control message that says through which interface and from which address a packet is sent.
     *
     * <p>{@code struct in_pktinfo} in a control message of type {@code IP_PKTINFO} {@index IP_PKTINFO}
     */
    Message.Control newPktInfo4(PktInfo4 info);

    /**
     * Returns a control message that says through which interface and from which address a packet is sent.
     *
     * <p>{@code struct in6_pktinfo} in a control message of type {@code IPV6_PKTINFO} {@index IPV6_PKTINFO}
     */
    Message.Control newPktInfo6(PktInfo6 info);

    /**
     * Returns the interface and the addresses with which an IPv4 packet arrived. The kernel sends this control message if the
     * socket has the option {@code IP_PKTINFO} ({@code IP_RECVPKTINFO} on macOS). It has
     * {@link posixkit.constants.MessageFlag#SIZEOF_IN_PKTINFO} bytes of data.
     *
     * <p>{@code struct in_pktinfo} in a control message of type {@code IP_PKTINFO}
     */
    @Call("ip(7)")
    Optional<PktInfo4> pktInfo4(List<Message.Control> received);

    /**
     * Returns the interface and the address with which an IPv6 packet arrived. The kernel sends this control message if the
     * socket has the option {@code IPV6_RECVPKTINFO}. It has {@link posixkit.constants.MessageFlag#SIZEOF_IN6_PKTINFO} bytes of
     * data.
     *
     * <p>{@code struct in6_pktinfo} in a control message of type {@code IPV6_PKTINFO}
     */
    @Call("ipv6(7)")
    Optional<PktInfo6> pktInfo6(List<Message.Control> received);

    /**
     * Returns the time at which a message arrived, in whole microseconds. The kernel sends this control message if the socket has
     * the option {@code SO_TIMESTAMP}. It has {@link posixkit.constants.MessageFlag#SIZEOF_TIMEVAL} bytes of data.
     *
     * <p>{@code struct timeval} in a control message of type {@code SCM_TIMESTAMP} {@index SCM_TIMESTAMP}
     */
    @Call("socket(7)")
    Optional<Instant> timestamp(List<Message.Control> received);
}
