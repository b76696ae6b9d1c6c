package posixkit.ondarwin;

/**
 * The state of a TCP connection ({@code struct tcp_connection_info}), without the bits that concern TCP Fast Open. Windows are
 * unsigned numbers.
 *
 * @param state the state of the connection, a constant {@code TCPS_…} of {@link posixkit.ondarwin.constants.DarwinTcp}
 * @param sndWscale the shift of the windows that the other end announces
 * @param rcvWscale the shift of the windows that this end announces
 * @param options the options of TCP in use, constants {@code TCPCI_OPT_…}
 * @param flags constants {@code TCPCI_FLAG_…}
 * @param rto the time-out of retransmission in milliseconds
 * @param maxseg the size of the largest segment
 * @param sndSsthresh the threshold of slow start in bytes
 * @param sndCwnd the congestion window in bytes
 * @param sndWnd the window of the other end in bytes
 * @param sndSbbytes how many bytes wait to be sent or acknowledged
 * @param rcvWnd the window of this end in bytes
 * @param rttcur the latest round-trip time in milliseconds
 * @param srtt the average round-trip time in milliseconds
 * @param rttvar the variation of the round-trip time in milliseconds
 * @param txpackets the number of packets sent
 * @param txbytes the number of bytes sent
 * @param txretransmitbytes the number of bytes sent again
 * @param rxpackets the number of packets received
 * @param rxbytes the number of bytes received
 * @param rxoutoforderbytes the number of bytes received out of order
 * @param txretransmitpackets the number of packets sent again
 */
public record TCPConnectionInfo(
        int state,
        int sndWscale,
        int rcvWscale,
        int options,
        int flags,
        int rto,
        int maxseg,
        int sndSsthresh,
        int sndCwnd,
        int sndWnd,
        int sndSbbytes,
        int rcvWnd,
        int rttcur,
        int srtt,
        int rttvar,
        long txpackets,
        long txbytes,
        long txretransmitbytes,
        long rxpackets,
        long rxbytes,
        long rxoutoforderbytes,
        long txretransmitpackets) {}
