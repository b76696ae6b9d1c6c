package posixkit.onlinux;

/**
 * The state of a TCP connection ({@code struct tcp_info}), which {@link OnLinuxOptions#getsockoptTCPInfo} reads.
 * {@link OnLinuxOptions#newTCPInfo} creates an object. Newer kernels have more members than older ones: members that the kernel
 * does not have are 0.
 */
public interface TCPInfo {
    /** Returns the state of the connection, a constant {@code TCP_ESTABLISHED}, {@code TCP_LISTEN}, …. */
    int state();

    /** Returns the state of the congestion control, a constant {@code TCP_CA_…}. */
    int caState();

    /** Returns how often the oldest unacknowledged packet was sent again. */
    int retransmits();

    /** Returns the number of unanswered probes. */
    int probes();

    /** Returns how often the time-out was doubled. */
    int backoff();

    /** Returns the agreed options, as bits {@code TCPI_OPT_…}. */
    int options();

    /** Returns the time-out for sending again, in microseconds. */
    int rto();

    /** Returns the time-out for acknowledging, in microseconds. */
    int ato();

    /** Returns the largest segment to send, in bytes. */
    int sndMss();

    /** Returns the largest received segment, in bytes. */
    int rcvMss();

    /** Returns the number of segments that were sent and not acknowledged. */
    int unacked();

    /** Returns the number of segments that were acknowledged selectively. */
    int sacked();

    /** Returns the number of segments that are taken for lost. */
    int lost();

    /** Returns the number of segments that were sent again and not acknowledged. */
    int retrans();

    /** Returns a number that is always 0 since Linux 4.15. */
    int fackets();

    /** Returns the milliseconds since the last data were sent. */
    int lastDataSent();

    /** Returns a number that is always 0. */
    int lastAckSent();

    /** Returns the milliseconds since the last data arrived. */
    int lastDataRecv();

    /** Returns the milliseconds since the last acknowledgement arrived. */
    int lastAckRecv();

    /** Returns the largest packet on the path, in bytes. */
    int pmtu();

    /** Returns the limit of the receive window, in bytes. */
    int rcvSsthresh();

    /** Returns the smoothed round-trip time in microseconds. */
    int rtt();

    /** Returns the variation of the round-trip time in microseconds. */
    int rttvar();

    /** Returns the slow-start threshold in segments. */
    int sndSsthresh();

    /** Returns the congestion window in segments. */
    int sndCwnd();

    /** Returns the largest segment that was announced to the peer, in bytes. */
    int advmss();

    /** Returns how many segments may arrive out of order. */
    int reordering();

    /** Returns the round-trip time as the receiver sees it, in microseconds. */
    int rcvRtt();

    /** Returns the space for received data, in bytes. */
    int rcvSpace();

    /** Returns how many segments were sent again. */
    int totalRetrans();

    /** Returns the pacing rate in bytes per second, an unsigned number. */
    long pacingRate();

    /** Returns the largest pacing rate in bytes per second, an unsigned number. */
    long maxPacingRate();

    /** Returns the number of acknowledged bytes. */
    long bytesAcked();

    /** Returns the number of received bytes. */
    long bytesReceived();

    /** Returns the number of sent segments. */
    int segsOut();

    /** Returns the number of received segments. */
    int segsIn();

    /** Returns the number of bytes that wait to be sent. */
    int notsent();

    /** Returns the shortest round-trip time in microseconds. */
    int minRtt();

    /** Returns the number of received segments with data. */
    int dataSegsIn();

    /** Returns the number of sent segments with data. */
    int dataSegsOut();

    /** Returns the delivery rate in bytes per second. */
    long deliveryRate();

    /** Returns the microseconds in which data were being sent. */
    long busyTime();

    /** Returns the microseconds in which the peer's window limited sending. */
    long rwndLimited();

    /** Returns the microseconds in which the send buffer limited sending. */
    long sndbufLimited();

    /** Returns the number of delivered segments. */
    int delivered();

    /** Returns the number of delivered segments with a mark of congestion. */
    int deliveredCe();

    /** Returns the number of sent bytes, those that were sent again included. */
    long bytesSent();

    /** Returns the number of bytes that were sent again. */
    long bytesRetrans();

    /** Returns the number of segments that the peer received twice. */
    int dsackDups();

    /** Returns how often segments arrived out of order. */
    int reordSeen();

    /** Returns the number of segments that arrived out of order. */
    int rcvOoopack();

    /** Returns the peer's receive window in bytes. */
    int sndWnd();
}
