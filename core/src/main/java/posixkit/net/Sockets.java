package posixkit.net;

/** Sockets: making, naming, connecting them, and what goes through them. */
public interface Sockets extends SocketOptions {}
