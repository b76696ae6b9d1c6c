package posixkit.onlinux;

/**
 * Netlink messages to be sent with {@link Netlink#send}, in memory outside the Java heap that can be used again and again. {@link
 * #message} begins a message, then come its body and its attributes. Numbers have the byte order of the processor.
 *
 * <p>A {@code NetlinkRequest} object is not thread-safe. All methods that add something throw {@link IllegalStateException} if
 * there is no room for it, or if there is no message yet.
 */
public interface NetlinkRequest {
    /** Removes all messages. */
    NetlinkRequest clear();

    /**
     * Begins a message, behind those that are there already.
     *
     * @param type for example {@code RTM_GETLINK}
     * @param flags for example {@code NLM_F_REQUEST | NLM_F_DUMP}
     * @param sequence any number. The answers have the same number
     * @throws IllegalArgumentException if {@code type} or {@code flags} has more than 16 bits
     * @throws IllegalStateException also if {@link #nested} without {@link #end} has come before
     */
    NetlinkRequest message(int type, int flags, int sequence);

    /** Adds the body. The attributes come behind it. */
    NetlinkRequest body(NetlinkBody body);

    /** Adds a body of any kind. */
    NetlinkRequest body(byte[] body);

    /**
     * Adds an attribute.
     *
     * @throws IllegalArgumentException if {@code type} has more than 16 bits, or {@code value} is longer than an attribute can be
     */
    NetlinkRequest attribute(int type, byte[] value);

    /** Adds an attribute whose value is a number of 32 bits. */
    NetlinkRequest attributeInt(int type, int value);

    /** Adds an attribute whose value is a text. A NUL follows the text. */
    NetlinkRequest attributeText(int type, String value);

    /** Begins an attribute that contains attributes: those that follow, until {@link #end}. */
    NetlinkRequest nested(int type);

    /** Ends the attribute that {@link #nested} has begun. */
    NetlinkRequest end();

    /** Returns the number of bytes of all messages. */
    int size();
}
