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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import posixkit.Names;

/**
 * The address of a socket: one record for each kind of {@code struct sockaddr}. Addresses compare by content.
 *
 * <p>All numbers are in the processor's byte order, ports and protocols too. Posixkit converts to and from network order. It never
 * looks up host names.
 */
public sealed interface SockAddr {
    /** Returns the address family, by this system's number: the domain that {@code socket} takes. */
    int family();

    /**
     * Returns the JDK's internet address as an {@link Inet4} or {@link Inet6}.
     *
     * @throws IllegalArgumentException if {@code address} is an unresolved host name
     */
    static SockAddr of(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (ip == null) {
            throw new IllegalArgumentException("address: unresolved: " + address);
        }
        return ip instanceof Inet6Address six
                ? new Inet6(six.getAddress(), address.getPort(), six.getScopeId(), 0)
                : new Inet4(ip.getAddress(), address.getPort());
    }

    /** Returns the JDK's Unix-domain address, byte for byte; the empty path is {@link Unix#unnamed}. */
    static SockAddr of(UnixDomainSocketAddress address) {
        String path = Names.of(address.getPath());
        return path.isEmpty() ? Unix.unnamed() : Unix.path(path);
    }

    /**
     * An IPv4 address, {@code struct sockaddr_in}.
     *
     * @param address four bytes; the first byte of {@code 127.0.0.1} is 127
     * @param port 0 to 65535; with port 0, {@code bind} chooses a free port
     */
    record Inet4(byte[] address, int port) implements SockAddr {
        private static final int LENGTH = 4;

        public Inet4 {
            address = Checks.copyOf("address", address, LENGTH);
            Checks.unsigned16("port", port);
        }

        /** Returns the loopback address of this machine: {@code 127.0.0.1}. */
        public static Inet4 loopback(int port) {
            return new Inet4(new byte[] {127, 0, 0, 1}, port);
        }

        /** Returns the address that stands for every IPv4 address of this machine: {@code 0.0.0.0}. */
        public static Inet4 any(int port) {
            return new Inet4(new byte[LENGTH], port);
        }

        @Override
        public int family() {
            return AF_INET;
        }

        /** Returns a copy of the bytes. */
        @Override
        public byte[] address() {
            return address.clone();
        }

        /** Returns one byte of the address. */
        public byte address(int index) {
            return address[index];
        }

        /** Returns this as the JDK's address. */
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

        /** Returns {@code 127.0.0.1:80}. */
        @Override
        public String toString() {
            return InetText.four(address, 0) + ":" + port;
        }
    }

    /**
     * An IPv6 address, {@code struct sockaddr_in6}.
     *
     * @param address sixteen bytes
     * @param port 0 to 65535; with port 0, {@code bind} chooses a free port
     * @param scopeId the index of the interface to which a link-local address belongs; 0 for other addresses
     * @param flowInfo traffic class and flow label, an unsigned number. Linux uses the label, and only on a socket with
     *     {@code IPV6_FLOWINFO_SEND}. macOS ignores it
     */
    record Inet6(byte[] address, int port, int scopeId, int flowInfo) implements SockAddr {
        private static final int LENGTH = 16;

        public Inet6 {
            address = Checks.copyOf("address", address, LENGTH);
            Checks.unsigned16("port", port);
        }

        /** An address without a scope and flow. */
        public Inet6(byte[] address, int port) {
            this(address, port, 0, 0);
        }

        /** Returns the loopback address of this machine: {@code ::1}. */
        public static Inet6 loopback(int port) {
            byte[] address = new byte[LENGTH];
            address[LENGTH - 1] = 1;
            return new Inet6(address, port);
        }

        /**
         * Returns the address that stands for every address of this machine: {@code ::}. It includes the IPv4 addresses, unless the
         * socket has {@code IPV6_V6ONLY}.
         */
        public static Inet6 any(int port) {
            return new Inet6(new byte[LENGTH], port);
        }

        @Override
        public int family() {
            return AF_INET6;
        }

        /** Returns a copy of the bytes. */
        @Override
        public byte[] address() {
            return address.clone();
        }

        /** Returns one byte of the address. */
        public byte address(int index) {
            return address[index];
        }

        /** Returns this as the JDK's address, without {@code flowInfo}. An IPv4-mapped address stays an {@link Inet6Address}. */
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

        /** Returns {@code [::1]:80}; with a scope {@code [fe80::1%2]:80}, with a flow {@code [::1]:80 flow 0x12345}. */
        @Override
        public String toString() {
            String scope = scopeId == 0 ? "" : "%" + Integer.toUnsignedString(scopeId);
            String flow = flowInfo == 0 ? "" : " flow 0x" + Integer.toHexString(flowInfo);
            return "[" + InetText.six(address) + scope + "]:" + port + flow;
        }
    }

    /**
     * A Unix-domain address, {@code struct sockaddr_un}: a path, on Linux also an abstract name, or no name.
     *
     * <p>Names are lossless strings, as {@link Names} describes them: bytes that are no UTF-8 come back as the same bytes. In an
     * abstract name a NUL is a character like any other.
     *
     * @param name without the NUL that the system puts behind a path or before an abstract name
     */
    record Unix(Kind kind, String name) implements SockAddr {
        /** The kinds of names. The system tells them apart by the place of NULs. */
        public enum Kind {
            /** A file that {@code bind} creates. It stays when the socket is closed. */
            PATH,
            /**
             * A name that is no file, on Linux only. It ends with its socket, and all processes in the same network namespace can
             * connect to it.
             */
            ABSTRACT,
            /** No name: the address of a socket that was never bound. On Linux, {@code bind} to it chooses an abstract name. */
            UNNAMED
        }

        private static final Unix NO_NAME = new Unix(Kind.UNNAMED, "");

        public Unix {
            Objects.requireNonNull(kind, "kind");
            Checks.name(name, kind != Kind.PATH);
            if (kind == Kind.PATH && name.isEmpty()) {
                throw new IllegalArgumentException("name: an empty path; the address without a name is unnamed()");
            }
            if (kind == Kind.UNNAMED && !name.isEmpty()) {
                throw new IllegalArgumentException("name: not empty, though the kind is UNNAMED");
            }
        }

        /**
         * Returns the address of a path. Each system limits its length when the address is used: to 108 bytes on Linux, to 104 on
         * macOS.
         *
         * @throws IllegalArgumentException if {@code path} is empty, or no bytes decode to it ({@link Names})
         */
        public static Unix path(String path) {
            return new Unix(Kind.PATH, path);
        }

        /**
         * Returns the address with an abstract name. Every byte counts: a name with one more NUL at its end is another name. Other
         * tools show the NUL that begins the name for the kernel as {@code @}; {@code name} does not contain it.
         *
         * <p>{@link Names#of(byte[])} converts a name that is not text.
         *
         * @throws IllegalArgumentException if no bytes decode to {@code name}; NULs are allowed
         */
        public static Unix abstractName(String name) {
            return new Unix(Kind.ABSTRACT, name);
        }

        /** Returns the address without a name. */
        public static Unix unnamed() {
            return NO_NAME;
        }

        @Override
        public int family() {
            return AF_UNIX;
        }

        /**
         * Returns this as the JDK's address, byte for byte; an address without a name becomes the empty path.
         *
         * @throws UnsupportedOperationException if this is an abstract name: the JDK has none
         */
        public UnixDomainSocketAddress toUnixDomainSocketAddress() {
            if (kind == Kind.ABSTRACT) {
                throw new UnsupportedOperationException("the JDK has no abstract names: " + this);
            }
            return UnixDomainSocketAddress.of(Names.path(name));
        }

        /** Returns {@code unix:"/path"}, {@code unix:@"abstract name"}, or {@code unix:} without a name. */
        @Override
        public String toString() {
            if (kind == Kind.UNNAMED) {
                return "unix:";
            }
            return (kind == Kind.PATH ? "unix:" : "unix:@") + Checks.quoted(name);
        }
    }

    /**
     * A link-layer address of Linux, {@code struct sockaddr_ll} {@index sockaddr_ll}: a network interface, a protocol and a hardware
     * address. {@code bind} uses the protocol and the interface; sending also uses the hardware address.
     *
     * @param protocol an {@code ETH_P_…} with the value of the constant, not in network order as in C
     * @param ifindex the index of the interface; for {@code bind}, 0 means any
     * @param hatype an {@code ARPHRD_…}; the kernel sets it on receipt
     * @param pkttype a {@code PACKET_…}: to whom the packet was sent; the kernel sets it on receipt
     * @param address the hardware address: six bytes for Ethernet, up to twenty for InfiniBand, may be empty
     */
    record Link(int protocol, int ifindex, int hatype, int pkttype, byte[] address) implements SockAddr {
        public Link {
            Checks.unsigned16("protocol", protocol);
            Checks.unsigned16("hatype", hatype);
            Checks.unsigned8("pkttype", pkttype);
            address = Checks.copyOf("address", address);
            Checks.unsigned8("length of address", address.length);
        }

        /** An address to bind to. */
        public Link(int protocol, int ifindex) {
            this(protocol, ifindex, 0, 0, new byte[0]);
        }

        @Override
        public int family() {
            return AF_PACKET;
        }

        /** Returns a copy of the bytes. */
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

        /** Returns {@code link:02:00:5e:10:00:01%2 protocol 0x0800}; the interface's index stands behind {@code %}. */
        @Override
        public String toString() {
            return "link:" + HexFormat.ofDelimiter(":").formatHex(address) + "%" + ifindex + " protocol 0x"
                    + HexFormat.of().toHexDigits((short) protocol);
        }
    }

    /**
     * A link-layer address of macOS, {@code struct sockaddr_dl} {@index sockaddr_dl}: a network interface. Sockets have no such
     * address. It occurs in lists of interfaces, and in control messages that name the interface of a received packet.
     *
     * @param ifindex the index of the interface; 0 if only the name identifies it
     * @param type an {@code IFT_…}
     * @param name the interface's name, {@code en0}; may be empty
     * @param address the hardware address: six bytes for Ethernet, may be empty
     */
    record DataLink(int ifindex, int type, String name, byte[] address) implements SockAddr {
        public DataLink {
            Checks.unsigned16("ifindex", ifindex);
            Checks.unsigned8("type", type);
            Checks.name(name, true);
            address = Checks.copyOf("address", address);
        }

        @Override
        public int family() {
            return AF_LINK;
        }

        /** Returns a copy of the bytes. */
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

        /** Returns {@code link:02:00:5e:10:00:01%4 "en0"}; the interface's index stands behind {@code %}. */
        @Override
        public String toString() {
            return "link:" + HexFormat.ofDelimiter(":").formatHex(address) + "%" + ifindex + " " + Checks.quoted(name);
        }
    }

    /**
     * An address on Linux's netlink, {@code struct sockaddr_nl} {@index sockaddr_nl}. The netlink family is the third argument of
     * {@code socket}, and no part of the address.
     *
     * @param portId an unsigned number. The kernel gives the first socket of a process its pid, but other sockets other numbers. As
     *     a destination, 0 is the kernel; with 0, {@code bind} chooses a number. Trust only messages from 0
     * @param groups one bit for each of the first 32 multicast groups
     */
    record Netlink(int portId, int groups) implements SockAddr {
        @Override
        public int family() {
            return AF_NETLINK;
        }

        /** Returns {@code netlink:1234}; with groups {@code netlink:1234/0x11}. */
        @Override
        public String toString() {
            String mask = groups == 0 ? "" : "/0x" + Integer.toHexString(groups);
            return "netlink:" + Integer.toUnsignedString(portId) + mask;
        }
    }

    /**
     * An address of any other family, or one that was cut short: the family's number and the bytes behind it. {@code connect} to
     * {@code AF_UNSPEC} removes a datagram socket's peer; macOS does so too, though the call fails with EAFNOSUPPORT.
     */
    record Raw(int family, byte[] bytes) implements SockAddr {
        public Raw {
            Checks.unsigned16("family", family);
            bytes = Checks.copyOf("bytes", bytes);
        }

        /** Returns a copy of the bytes. */
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

        /** Returns {@code family 40: 0000ff}. */
        @Override
        public String toString() {
            return "family " + family + ": " + HexFormat.of().formatHex(bytes);
        }
    }
}
