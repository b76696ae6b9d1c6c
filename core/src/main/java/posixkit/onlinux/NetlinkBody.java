package posixkit.onlinux;

/**
 * The part of a netlink message between its header and its attributes. The methods {@code new…} of {@link Netlink} create bodies.
 * A body of another kind can be an array of bytes.
 */
public interface NetlinkBody {}
