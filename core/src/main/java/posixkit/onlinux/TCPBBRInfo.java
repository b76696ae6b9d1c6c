package posixkit.onlinux;

/**
 * The state of the congestion control {@code bbr} of a TCP socket ({@code struct tcp_bbr_info}).
 *
 * @param bandwidth the estimated bandwidth in bytes per second
 * @param minRtt the shortest round-trip time in microseconds
 * @param pacingGain the pacing gain, multiplied by 256
 * @param cwndGain the gain of the congestion window, multiplied by 256
 */
public record TCPBBRInfo(long bandwidth, int minRtt, int pacingGain, int cwndGain) {}
