package posixkit.net;

/**
 * Says whether {@code close} waits until the remaining data of a socket is sent ({@code struct linger}, option
 * {@code SO_LINGER}).
 *
 * <p>If {@code on} is true and {@code time} is more than 0, {@code close} waits until the data is sent, but not longer than
 * {@code time}. {@code close} waits even if the descriptor is non-blocking. If {@code on} is true and {@code time} is 0,
 * {@code close} drops the unsent data and resets the connection, so the peer gets ECONNRESET. If {@code on} is false,
 * {@code close} does not wait.
 *
 * @param on true if {@code close} uses {@code time}; if false, {@code time} has no effect
 * @param time the longest time for which {@code close} waits. The unit depends on the operating system and on the option: on
 *     Linux, it is one second; on macOS, it is a hundredth of a second for {@code SO_LINGER}, and one second for
 *     {@code SO_LINGER_SEC}
 */
public record Linger(boolean on, int time) {}
