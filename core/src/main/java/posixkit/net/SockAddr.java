package posixkit.net;

import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_INET6;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.ondarwin.constants.DarwinSock.AF_LINK;
import static posixkit.onlinux.constants.LinuxSock.AF_NETLINK;
import static posixkit.onlinux.constants.LinuxSock.AF_PACKET;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * The address of a socket: what {@code struct sockaddr} and its many kinds say, as values. Two are equal if they say the
 * same.
 *
 * <p>Numbers are in the processor's order, ports and protocols too: what travels in network order is swapped on the way.
 * Names of hosts are never looked up here.
 */
public sealed interface SockAddr {
    /** The address family, as this system counts: what {@code socket} takes as its domain. */
    int family();

    /**
     * The JDK's address as ours; one with a name but without a number is not looked up.
     *
     * @throws IllegalArgumentException an unresolved one
     */
    static SockAddr of(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (ip == null) {
            throw new IllegalArgumentException("unresolved: " + address);
        }
        return ip instanceof Inet6Address six
                ? new Inet6(six.getAddress(), address.getPort(), six.getScopeId(), 0)
                : new Inet4(ip.getAddress(), address.getPort());
    }

    /** The JDK's address as ours; the empty path is the unnamed address. */
    static SockAddr of(UnixDomainSocketAddress address) {
        String path = address.getPath().toString();
        return path.isEmpty() ? Unix.unnamed() : Unix.path(path);
    }

    /**
     * IPv4, {@code struct sockaddr_in}.
     *
     * @param address four bytes, the first of {@code 127.0.0.1} being 127
     * @param port 0 to 65535; to bind to 0 is to be given one
     */
    record Inet4(byte[] address, int port) implements SockAddr {
        private static final int LENGTH = 4;

        public Inet4 {
            address = Checks.length(address, LENGTH);
            Checks.unsigned16("port", port);
        }

        /** This machine, by way of its loopback interface: {@code 127.0.0.1}. */
        public static Inet4 loopback(int port) {
            return new Inet4(new byte[] {127, 0, 0, 1}, port);
        }

        /** Every address of this machine: {@code 0.0.0.0}. */
        public static Inet4 any(int port) {
            return new Inet4(new byte[LENGTH], port);
        }

        @Override
        public int family() {
            return AF_INET;
        }

        /** A copy. */
        @Override
        public byte[] address() {
            return address.clone();
        }

        /** One byte of the address, without a copy of it. */
        public byte address(int index) {
            return address[index];
        }

        public InetSocketAddress toInetSocketAddress() {
            try {
                return new InetSocketAddress(InetAddress.getByAddress(address), port);
            } catch (UnknownHostException e) {
                throw new AssertionError("four bytes are an address", e);
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Inet4 that && port == that.port && Arrays.equals(address, that.address);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(address) + port;
        }

        /** {@code 127.0.0.1:80}. */
        @Override
        public String toString() {
            return InetText.four(address, 0) + ":" + port;
        }
    }

    /**
     * IPv6, {@code struct sockaddr_in6}.
     *
     * @param address sixteen bytes
     * @param port 0 to 65535; to bind to 0 is to be given one
     * @param scopeId the index of the interface a link-local address belongs to, 0 for other addresses
     * @param flowInfo traffic class and flow label, an unsigned number. Linux looks at the label, and only on a socket with
     *     {@code IPV6_FLOWINFO_SEND}; macOS never
     */
    record Inet6(byte[] address, int port, int scopeId, int flowInfo) implements SockAddr {
        private static final int LENGTH = 16;

        public Inet6 {
            address = Checks.length(address, LENGTH);
            Checks.unsigned16("port", port);
        }

        /** One that needs no scope. */
        public Inet6(byte[] address, int port) {
            this(address, port, 0, 0);
        }

        /** This machine, by way of its loopback interface: {@code ::1}. */
        public static Inet6 loopback(int port) {
            byte[] address = new byte[LENGTH];
            address[LENGTH - 1] = 1;
            return new Inet6(address, port);
        }

        /** Every address of this machine, {@code ::}; the IPv4 ones too, unless the socket has {@code IPV6_V6ONLY}. */
        public static Inet6 any(int port) {
            return new Inet6(new byte[LENGTH], port);
        }

        @Override
        public int family() {
            return AF_INET6;
        }

        /** A copy. */
        @Override
        public byte[] address() {
            return address.clone();
        }

        /** One byte of the address, without a copy of it. */
        public byte address(int index) {
            return address[index];
        }

        /** The JDK knows no flow; and an IPv4 address in IPv6's clothes, {@code ::ffff:1.2.3.4}, stays in them. */
        public InetSocketAddress toInetSocketAddress() {
            try {
                int scope = scopeId == 0 ? -1 : scopeId;
                return new InetSocketAddress(Inet6Address.getByAddress(null, address, scope), port);
            } catch (UnknownHostException e) {
                throw new AssertionError("sixteen bytes are an address", e);
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Inet6 that
                    && port == that.port
                    && scopeId == that.scopeId
                    && flowInfo == that.flowInfo
                    && Arrays.equals(address, that.address);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * (31 * Arrays.hashCode(address) + port) + scopeId) + flowInfo;
        }

        /** {@code [::1]:80}; with a scope {@code [fe80::1%2]:80}. The flow is not shown. */
        @Override
        public String toString() {
            String scope = scopeId == 0 ? "" : "%" + Integer.toUnsignedString(scopeId);
            return "[" + InetText.six(address) + scope + "]:" + port;
        }
    }

    /**
     * A name on this machine, {@code struct sockaddr_un}: a path, or on Linux an abstract name, or none. The name is bytes;
     * it need not be text.
     *
     * @param name without the NUL that ends a path and the one that begins an abstract name
     */
    record Unix(Kind kind, byte[] name) implements SockAddr {
        /** Three kinds of name that are told apart by where the NULs are. */
        public enum Kind {
            /** A file, made by {@code bind}; it stays when the socket is gone. */
            PATH,
            /** On Linux alone: no file, gone with the socket, seen by whoever is in the same network namespace. */
            ABSTRACT,
            /** What a socket has that was never bound. To bind to it is, on Linux, to be given an abstract name. */
            UNNAMED
        }

        private static final Unix NOBODY = new Unix(Kind.UNNAMED, new byte[0]);

        public Unix {
            name = name.clone();
            if (Objects.requireNonNull(kind) == Kind.PATH) {
                Checks.path(name);
            } else if (kind == Kind.UNNAMED && name.length > 0) {
                throw new IllegalArgumentException("a name for what has none");
            }
        }

        /**
         * A path, as UTF-8. How long it may be is the system's to say, when it is used: 108 bytes on Linux, 104 on macOS.
         *
         * @throws IllegalArgumentException an empty path, one with a NUL, or with half a surrogate pair
         */
        public static Unix path(String path) {
            try {
                ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(path));
                return path(Arrays.copyOf(utf8.array(), utf8.limit()));
            } catch (CharacterCodingException e) {
                throw new IllegalArgumentException("half a surrogate pair in a path: it has no UTF-8", e);
            }
        }

        /** A path that need not be text. */
        public static Unix path(byte[] path) {
            return new Unix(Kind.PATH, path);
        }

        /**
         * An abstract name, of which every byte counts: one with a NUL more at its end is another name. Other tools show the
         * NUL before it, which is not part of {@code name} here, as {@code @}.
         */
        public static Unix abstractName(byte[] name) {
            return new Unix(Kind.ABSTRACT, name);
        }

        /** No name. */
        public static Unix unnamed() {
            return NOBODY;
        }

        @Override
        public int family() {
            return AF_UNIX;
        }

        /** A copy. */
        @Override
        public byte[] name() {
            return name.clone();
        }

        /** One byte of the name, without a copy of it. */
        public byte name(int index) {
            return name[index];
        }

        /** How many bytes the name has. */
        public int length() {
            return name.length;
        }

        /** The name as text, for people: what is not UTF-8 in it is lost. */
        public String text() {
            return new String(name, StandardCharsets.UTF_8);
        }

        /**
         * The JDK's address, unnamed ones as the empty path.
         *
         * @throws UnsupportedOperationException it has none like this: an abstract name, or a path that is not text
         */
        public UnixDomainSocketAddress toUnixDomainSocketAddress() {
            if (kind == Kind.ABSTRACT) {
                throw new UnsupportedOperationException("the JDK knows no abstract names: " + this);
            }
            try {
                CharBuffer path = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name));
                return UnixDomainSocketAddress.of(Path.of(path.toString()));
            } catch (CharacterCodingException e) {
                throw new UnsupportedOperationException("the JDK's paths are text: " + this, e);
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Unix that && kind == that.kind && Arrays.equals(name, that.name);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(name) + kind.hashCode();
        }

        /** {@code unix:/path}; an abstract name in hexadecimal, {@code unix:@6162}; {@code unix:} if there is none. */
        @Override
        public String toString() {
            return kind == Kind.ABSTRACT ? "unix:@" + HexFormat.of().formatHex(name) : "unix:" + text();
        }
    }

    /**
     * Link layer, on Linux: a network interface and what of it, {@code struct sockaddr_ll} {@index sockaddr_ll}. To bind,
     * protocol and interface are enough; to send, the address counts too.
     *
     * @param protocol an {@code ETH_P_…}, as it stands in the headers: C programs have to swap it, and forget to
     * @param ifindex the interface; 0 means any, to bind
     * @param hatype an {@code ARPHRD_…}, of what was received
     * @param pkttype a {@code PACKET_…}, of what was received: to whom it was sent
     * @param address of hardware: six bytes of Ethernet's, up to twenty of InfiniBand's, none
     */
    record Link(int protocol, int ifindex, int hatype, int pkttype, byte[] address) implements SockAddr {
        public Link {
            Checks.unsigned16("protocol", protocol);
            Checks.unsigned16("hatype", hatype);
            Checks.unsigned8("pkttype", pkttype);
            address = address.clone();
            Checks.unsigned8("length of the address", address.length);
        }

        /** To bind to. */
        public Link(int protocol, int ifindex) {
            this(protocol, ifindex, 0, 0, new byte[0]);
        }

        @Override
        public int family() {
            return AF_PACKET;
        }

        /** A copy. */
        @Override
        public byte[] address() {
            return address.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Link that
                    && protocol == that.protocol
                    && ifindex == that.ifindex
                    && hatype == that.hatype
                    && pkttype == that.pkttype
                    && Arrays.equals(address, that.address);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * (31 * (31 * Arrays.hashCode(address) + protocol) + ifindex) + hatype) + pkttype;
        }

        /** {@code link:02:00:5e:10:00:01%2 protocol 0x0800}, with the interface's index behind {@code %}. */
        @Override
        public String toString() {
            return "link:" + HexFormat.ofDelimiter(":").formatHex(address) + "%" + ifindex + " protocol 0x"
                    + HexFormat.of().toHexDigits((short) protocol);
        }
    }

    /**
     * Link layer, on macOS: a network interface, {@code struct sockaddr_dl} {@index sockaddr_dl}. No socket has such an
     * address; it comes in control messages that say by which interface something came, and with lists of interfaces.
     *
     * @param ifindex the interface; 0 if the name alone says which
     * @param type an {@code IFT_…}
     * @param name of the interface, {@code en0}; may be empty
     * @param address of hardware: six bytes of Ethernet's, none
     */
    record DataLink(int ifindex, int type, String name, byte[] address) implements SockAddr {
        public DataLink {
            Checks.unsigned16("ifindex", ifindex);
            Checks.unsigned8("type", type);
            Objects.requireNonNull(name);
            address = address.clone();
        }

        @Override
        public int family() {
            return AF_LINK;
        }

        /** A copy. */
        @Override
        public byte[] address() {
            return address.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof DataLink that
                    && ifindex == that.ifindex
                    && type == that.type
                    && name.equals(that.name)
                    && Arrays.equals(address, that.address);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * (31 * Arrays.hashCode(address) + name.hashCode()) + type) + ifindex;
        }

        /** {@code link:02:00:5e:10:00:01%4 en0}, with the interface's index behind {@code %}. */
        @Override
        public String toString() {
            return "link:" + HexFormat.ofDelimiter(":").formatHex(address) + "%" + ifindex + " " + name;
        }
    }

    /**
     * A party on Linux's netlink, {@code struct sockaddr_nl} {@index sockaddr_nl}. Which of the netlinks is {@code socket}'s third
     * argument, not part of the address.
     *
     * @param portId unsigned, and no process id, though the first socket of a process is given that number: 0 is the kernel
     *     as a destination, and to bind to it is to be given one. Believe only messages that come from 0
     * @param groups a bit for each of the first 32 multicast groups
     */
    record Netlink(int portId, int groups) implements SockAddr {
        @Override
        public int family() {
            return AF_NETLINK;
        }

        /** {@code netlink:1234}; with groups {@code netlink:1234/0x11}. */
        @Override
        public String toString() {
            String mask = groups == 0 ? "" : "/0x" + Integer.toHexString(groups);
            return "netlink:" + Integer.toUnsignedString(portId) + mask;
        }
    }

    /**
     * Any other, or one that was cut short: the family, and the bytes behind it as they are. With {@code AF_UNSPEC} and no
     * bytes, {@code connect} takes a datagram socket's peer from it; on macOS it says EAFNOSUPPORT all the same.
     */
    record Raw(int family, byte[] bytes) implements SockAddr {
        public Raw {
            Checks.unsigned16("family", family);
            bytes = bytes.clone();
        }

        /** A copy. */
        @Override
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Raw that && family == that.family && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(bytes) + family;
        }

        /** {@code family 40: 0000ff}. */
        @Override
        public String toString() {
            return "family " + family + ": " + HexFormat.of().formatHex(bytes);
        }
    }
}
