package posixkit.net;

/**
 * Says whether closing a socket waits until the remaining data is sent ({@code struct linger}, option {@code SO_LINGER}).
 *
 * <p>{@code new Linger(true, 0)} makes {@code close} drop the data and reset the connection: the peer gets ECONNRESET. With a time,
 * {@code close} blocks for up to that time, even on a non-blocking descriptor.
 *
 * @param on true if there is a time
 * @param time in seconds. On macOS {@code SO_LINGER} counts hundredths of a second, and {@code SO_LINGER_SEC} seconds
 */
public record Linger(boolean on, int time) {}
