package posixkit.onlinux;

/**
 * The state of the congestion controls {@code vegas}, {@code westwood} and {@code illinois} of a TCP socket ({@code struct
 * tcpvegas_info}).
 *
 * @param enabled 1 if the algorithm is in use
 * @param rttcnt the number of measured round-trip times
 * @param rtt the round-trip time in microseconds
 * @param minrtt the shortest round-trip time in microseconds
 */
public record TCPVegasInfo(int enabled, int rttcnt, int rtt, int minrtt) {}
