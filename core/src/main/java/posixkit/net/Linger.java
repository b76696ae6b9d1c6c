package posixkit.net;

/**
 * Says whether {@code close} waits until the remaining data of a socket is sent ({@code struct linger}, option
 * {@code SO_LINGER}).
 *
 * <p>With {@code new Linger(true, 0)}, {@code close} drops the unsent data and resets the connection. The peer gets ECONNRESET.
 * If {@code on} is true and {@code time} is more than 0, {@code close} blocks for up to this time, even on a non-blocking
 * descriptor.
 *
 * @param on true if {@code close} uses {@code time}; if false, {@code time} has no effect
 * @param time the time in seconds. On macOS, the option {@code SO_LINGER} counts hundredths of a second, and the option
 *     {@code SO_LINGER_SEC} counts seconds
 */
public record Linger(boolean on, int time) {}
