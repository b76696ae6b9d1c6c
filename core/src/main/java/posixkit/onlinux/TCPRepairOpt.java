package posixkit.onlinux;

/**
 * One property of a TCP connection that is being restored ({@code struct tcp_repair_opt}).
 *
 * @param code the property: {@code TCPOPT_MAXSEG} (2), {@code TCPOPT_WINDOW} (3), {@code TCPOPT_SACK_PERM} (4) or
 *     {@code TCPOPT_TIMESTAMP} (8)
 * @param value the value of the property
 */
public record TCPRepairOpt(int code, int value) {}
