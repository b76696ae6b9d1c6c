package posixkit.onlinux;

/**
 * A reusable buffer for netlink messages, in memory outside the Java heap. {@link Netlink#receive} fills it. {@link #next} moves to the
 * next message, and {@link #nextAttribute} to the next attribute of this message. Reading allocates nothing, except the methods that
 * return an array or a string.
 *
 * <p>A {@code NetlinkMessages} object is not thread-safe. Methods that need a message or an attribute throw {@link
 * IllegalStateException} if there is none, or if its bytes are not those of a netlink message.
 */
public interface NetlinkMessages {
    /**
     * Returns the port of the socket that has sent the messages. It is 0 if the kernel has sent them. Do not trust messages of
     * others.
     */
    int sender();

    /** Moves to the next message. Returns true if there is one, and false behind the last. */
    boolean next();

    /** Returns the type of the message, for example {@code RTM_NEWLINK}. */
    int type();

    /** Returns the flags of the message, for example {@code NLM_F_MULTI}. */
    int flags();

    /** Returns the number that the request had. */
    int sequence();

    /** Returns the port of the socket that has made the request; 0 if the message is no answer. */
    int portId();

    /** Returns true if the message is the last one of an answer of several messages ({@code NLMSG_DONE}). */
    boolean isDone();

    /**
     * Returns the errno of a request that failed. Returns 0 if the message says that the request succeeded ({@code NLMSG_ERROR}
     * without an error), and also if the message is of another kind.
     */
    int error();

    /** Copies the body into {@code into}. The attributes begin behind it. */
    void body(NetlinkBody into);

    /** Copies a body of {@code into.length} bytes into {@code into}. The attributes begin behind it. */
    void body(byte[] into);

    /**
     * Moves to the next attribute. Returns true if there is one. Before a method {@code body} was called, the attributes begin
     * behind the header of the message.
     */
    boolean nextAttribute();

    /** Returns the type of the attribute, for example {@code IFLA_IFNAME}, without {@code NLA_F_NESTED} and other flags. */
    int attributeType();

    /** Returns a copy of the value of the attribute. */
    byte[] attribute();

    /** Returns the value of the attribute, a number of 8, 16 or 32 bits. A number of 8 or 16 bits is unsigned. */
    int attributeInt();

    /** Returns the value of the attribute as a text, without the NUL behind it. */
    String attributeText();

    /** Continues with the attributes that are in this attribute. {@link #leave} comes back. */
    void enter();

    /** Comes back to the attribute that {@link #enter} has entered. */
    void leave();
}
