package posixkit.net;

/**
 * Whether closing a socket waits for what is still to be sent ({@code struct linger}, option {@code SO_LINGER}).
 *
 * <p>{@code new Linger(true, 0)} makes {@code close} throw the connection away: the peer gets ECONNRESET. With a time,
 * {@code close} blocks for that long, even on a descriptor that does not wait otherwise.
 *
 * @param on whether there is a time at all
 * @param time in seconds; on macOS {@code SO_LINGER} counts hundredths, and {@code SO_LINGER_SEC} seconds
 */
public record Linger(boolean on, int time) {}
