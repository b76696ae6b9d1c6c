package posixkit.examples.network;

import posixkit.net.SockAddr;

/** Reads the addresses of Unix-domain sockets as users write them. */
final class UnixAddresses {
    private UnixAddresses() {}

    /** Returns the abstract address {@code name} for {@code @name}, and the address of a path otherwise. */
    static SockAddr.Unix of(String text) {
        return text.startsWith("@") ? SockAddr.Unix.abstractName(text.substring(1)) : SockAddr.Unix.path(text);
    }

    static boolean isPath(SockAddr.Unix address) {
        return address.kind() == SockAddr.Unix.Kind.PATH;
    }
}
