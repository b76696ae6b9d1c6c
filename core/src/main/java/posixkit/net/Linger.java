package posixkit.net;

/**
 * Says whether {@code close} waits until the remaining data of a socket is sent ({@code struct linger}, option
 * {@code SO_LINGER}).
 *
 * <p>With {@code new Linger(true, 0)}, {@code close} drops the unsent data and resets the connection. The peer gets ECONNRESET.
 * With a longer time, {@code close} blocks for up to this time, even on a non-blocking descriptor.
 *
 * @param on true if {@code time} is used
 * @param time the time in seconds. On macOS, the option {@code SO_LINGER} counts hundredths of a second, and the option
 *     {@code SO_LINGER_SEC} counts seconds
 */
public record Linger(boolean on, int time) {}
