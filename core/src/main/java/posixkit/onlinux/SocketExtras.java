package posixkit.onlinux;

/** Sockets as only Linux has them. */
public interface SocketExtras {}
