package posixkit.onlinux;

/**
 * The state of the congestion control {@code dctcp} of a TCP socket ({@code struct tcp_dctcp_info}).
 *
 * @param enabled 1 if the algorithm is in use
 * @param ceState 1 if the last packet had a mark of congestion
 * @param alpha the estimated part of the packets that have such a mark, multiplied by 1024
 * @param abEcn the acknowledged bytes that had such a mark
 * @param abTot all acknowledged bytes
 */
public record TCPDCTCPInfo(int enabled, int ceState, int alpha, int abEcn, int abTot) {}
