package posixkit.net;

/** What can be set on a socket and asked of it: the half of {@link Sockets} that moves no data. */
public interface SocketOptions {}
