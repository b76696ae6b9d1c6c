package posixkit.net;

import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_INET6;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.AF_VSOCK;
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
import posixkit.print.Printer;

/**
 * The address of a socket ({@code struct sockaddr}). The usual kinds of addresses have their own records in this interface, for
 * example {@link Inet4}. {@link Raw} holds all other addresses. Two addresses are equal if their contents are equal.
 *
 * <p>All numbers in an address, including ports and protocols, are in the byte order of the processor. Posixkit converts them to
 * and from network byte order. Posixkit never looks up host names.
 */
public sealed interface SockAddr {
    /**
     * Returns the number of the address family on this operating system, for example {@code AF_INET}. For the parameter
     * {@code domain} of {@link Sockets#socket}, the family has the same number.
     */
    int family();

    /**
     * Returns {@code address}, an internet address of the JDK, as an {@link Inet4} or {@link Inet6}.
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

    /**
     * Returns {@code address}, a Unix-domain address of the JDK, as a {@link Unix} with exactly the same bytes. The empty path
     * becomes {@link Unix#unnamed}.
     */
    static SockAddr of(UnixDomainSocketAddress address) {
        String path = Names.of(address.getPath());
        return path.isEmpty() ? Unix.unnamed() : Unix.path(path);
    }

    /**
     * An IPv4 address and a port ({@code struct sockaddr_in}).
     *
     * @param address the four bytes of the address; for example, the first byte of {@code 127.0.0.1} is 127
     * @param port 0 to 65535; with port 0, {@code bind} chooses a free port
     */
    record Inet4(byte[] address, int port) implements SockAddr {
        private static final int LENGTH = 4;

        public Inet4 {
            address = Checks.copyOf("address", address, LENGTH);
            Checks.unsigned16("port", port);
        }

        /** Returns the loopback address of this machine, {@code 127.0.0.1}, with {@code port}. */
        public static Inet4 loopback(int port) {
            return new Inet4(new byte[] {127, 0, 0, 1}, port);
        }

        /** Returns the address {@code 0.0.0.0} with {@code port}. It stands for every IPv4 address of this machine. */
        public static Inet4 any(int port) {
            return new Inet4(new byte[LENGTH], port);
        }

        @Override
        public int family() {
            return AF_INET;
        }

        /** Returns a copy of the bytes of the address. */
        @Override
        public byte[] address() {
            return address.clone();
        }

        /** Returns one byte of the address. With {@code index} 0, this method returns the first byte. */
        public byte address(int index) {
            return address[index];
        }

        /** Returns this address as an internet address of the JDK. */
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

        /** Returns this address as text, for example {@code 127.0.0.1:80}. */
        @Override
        public String toString() {
            return InetText.four(address, 0) + ":" + port;
        }
    }

    /**
     * An IPv6 address and a port ({@code struct sockaddr_in6}).
     *
     * @param address the sixteen bytes of the address
     * @param port 0 to 65535; with port 0, {@code bind} chooses a free port
     * @param scopeId the index of the interface to which a link-local address belongs; 0 for other addresses
     * @param flowInfo the traffic class and the flow label as one unsigned number. Linux uses only the flow label, and only on a
     *     socket with the option {@code IPV6_FLOWINFO_SEND}. macOS ignores {@code flowInfo}
     */
    record Inet6(byte[] address, int port, int scopeId, int flowInfo) implements SockAddr {
        private static final int LENGTH = 16;

        public Inet6 {
            address = Checks.copyOf("address", address, LENGTH);
            Checks.unsigned16("port", port);
        }

        /** Creates an address whose {@code scopeId} and {@code flowInfo} are 0. */
        public Inet6(byte[] address, int port) {
            this(address, port, 0, 0);
        }

        /** Returns the loopback address of this machine, {@code ::1}, with {@code port}. */
        public static Inet6 loopback(int port) {
            byte[] address = new byte[LENGTH];
            address[LENGTH - 1] = 1;
            return new Inet6(address, port);
        }

        /**
         * Returns the address {@code ::} with {@code port}. It stands for every IPv6 address of this machine. It also stands for
         * every IPv4 address, unless the socket has the option {@code IPV6_V6ONLY}.
         */
        public static Inet6 any(int port) {
            return new Inet6(new byte[LENGTH], port);
        }

        @Override
        public int family() {
            return AF_INET6;
        }

        /** Returns a copy of the bytes of the address. */
        @Override
        public byte[] address() {
            return address.clone();
        }

        /** Returns one byte of the address. With {@code index} 0, this method returns the first byte. */
        public byte address(int index) {
            return address[index];
        }

        /**
         * Returns this address as an internet address of the JDK. The result does not contain {@code flowInfo}. An IPv4-mapped
         * address, for example {@code ::ffff:127.0.0.1}, stays an {@link Inet6Address}. (The method
         * {@link InetAddress#getByAddress(byte[])} would convert it to an IPv4 address.)
         */
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

        /**
         * Returns this address as text, for example {@code [::1]:80}. If {@code scopeId} is not 0, the text is for example
         * {@code [fe80::1%2]:80}. If {@code flowInfo} is not 0, the text is for example {@code [::1]:80 flow 0x12345}.
         */
        @Override
        public String toString() {
            String scope = scopeId == 0 ? "" : "%" + Integer.toUnsignedString(scopeId);
            String flow = flowInfo == 0 ? "" : " flow 0x" + Integer.toHexString(flowInfo);
            return "[" + InetText.six(address) + scope + "]:" + port + flow;
        }
    }

    /**
     * A Unix-domain address ({@code struct sockaddr_un}). The address has a path, an abstract name or no name. No file belongs to
     * an abstract name. Only Linux has abstract names.
     *
     * <p>For the kernel, a path or an abstract name is a sequence of bytes. Posixkit converts these bytes to a string and back
     * without loss, even if the bytes are not valid UTF-8 ({@link Names} explains how). In an abstract name, a NUL is an ordinary
     * character.
     *
     * @param kind says whether {@code name} is a path, an abstract name or empty
     * @param name the path or the abstract name; empty if the address has no name. {@code name} does not contain the NUL that the
     *     kernel stores after a path or before an abstract name
     */
    record Unix(Kind kind, String name) implements SockAddr {
        /**
         * Says whether a Unix-domain address has a path, an abstract name or no name. The kernel recognizes the kind by the first
         * byte of the name in {@code struct sockaddr_un}. On Linux, if this byte is a NUL, the name is abstract. If this byte is
         * not a NUL, the name is a path. If the structure ends before this byte, the address has no name.
         */
        public enum Kind {
            /** The name is a path: {@code bind} creates a file with this path. The file stays when the socket is closed. */
            PATH,
            /**
             * The name is an abstract name, which is not a file (Linux only). The name disappears when the socket with this name
             * is closed. All processes in the network namespace of this socket can connect to this socket.
             */
            ABSTRACT,
            /**
             * The address has no name: it is the address of a socket that was never bound. On Linux, {@code bind} with this
             * address chooses an abstract name.
             */
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
         * Returns the Unix-domain address with the path {@code path}. The length of the path is checked when the address is used.
         * The limit is 108 bytes on Linux and 104 bytes on macOS.
         *
         * @throws IllegalArgumentException if {@code path} is empty or breaks the rules of {@link Names}, for example because it
         *     contains a NUL
         */
        public static Unix path(String path) {
            return new Unix(Kind.PATH, path);
        }

        /**
         * Returns the Unix-domain address with the abstract name {@code name}. Every byte counts: a name with an additional NUL
         * at its end is a different name. For the kernel, an abstract name begins with a NUL. {@code name} does not contain this
         * first NUL. Many programs show this first NUL as {@code @}.
         *
         * <p>To pass a name whose bytes are not valid UTF-8, convert the bytes to a string with {@link Names#of(byte[])}.
         *
         * @throws IllegalArgumentException if {@code name} breaks a rule of {@link Names}. One of these rules does not apply
         *     here: {@code name} may contain NULs
         */
        public static Unix abstractName(String name) {
            return new Unix(Kind.ABSTRACT, name);
        }

        /** Returns the Unix-domain address that has no name. */
        public static Unix unnamed() {
            return NO_NAME;
        }

        @Override
        public int family() {
            return AF_UNIX;
        }

        /**
         * Returns this address as a Unix-domain address of the JDK, with exactly the same bytes. An address without a name
         * becomes the empty path.
         *
         * @throws UnsupportedOperationException if this address has an abstract name, because the JDK does not support abstract
         *     names
         */
        public UnixDomainSocketAddress toUnixDomainSocketAddress() {
            if (kind == Kind.ABSTRACT) {
                throw new UnsupportedOperationException("the JDK has no abstract names: " + this);
            }
            return UnixDomainSocketAddress.of(Names.path(name));
        }

        /**
         * Returns this address as text: for example {@code unix:"/path"} for a path, {@code unix:@"abstract name"} for an
         * abstract name, or {@code unix:} for an address without a name.
         */
        @Override
        public String toString() {
            if (kind == Kind.UNNAMED) {
                return "unix:";
            }
            return (kind == Kind.PATH ? "unix:" : "unix:@") + Printer.quoted(name);
        }
    }

    /**
     * A link-layer address of Linux ({@code struct sockaddr_ll} {@index sockaddr_ll}): a network interface, a protocol and a
     * hardware address. {@code bind} uses the protocol and the interface. Sending also uses the hardware address.
     *
     * @param protocol the value of a constant {@code ETH_P_…}. (In C, the field {@code sll_protocol} contains this value in
     *     network byte order. Posixkit converts the value.)
     * @param ifindex the index of the interface; for {@code bind}, 0 means every interface
     * @param hatype the type of the hardware, a constant {@code ARPHRD_…}; the kernel sets it in the address of a received packet
     * @param pkttype says to whom the packet was sent, a constant {@code PACKET_…}; the kernel sets it in the address of a
     *     received packet
     * @param address the hardware address: six bytes for Ethernet, up to twenty bytes for InfiniBand; may be empty
     */
    record Link(int protocol, int ifindex, int hatype, int pkttype, byte[] address) implements SockAddr {
        public Link {
            Checks.unsigned16("protocol", protocol);
            Checks.unsigned16("hatype", hatype);
            Checks.unsigned8("pkttype", pkttype);
            address = Checks.copyOf("address", address);
            Checks.unsigned8("length of address", address.length);
        }

        /** Creates an address for {@code bind}, which needs no hardware address. */
        public Link(int protocol, int ifindex) {
            this(protocol, ifindex, 0, 0, new byte[0]);
        }

        @Override
        public int family() {
            return AF_PACKET;
        }

        /** Returns a copy of the bytes of the address. */
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

        /**
         * Returns this address as text, for example {@code link:02:00:5e:10:00:01%2 protocol 0x0800}. The index of the interface
         * follows {@code %}.
         */
        @Override
        public String toString() {
            return "link:" + HexFormat.ofDelimiter(":").formatHex(address) + "%" + ifindex + " protocol 0x"
                    + HexFormat.of().toHexDigits((short) protocol);
        }
    }

    /**
     * A link-layer address of macOS ({@code struct sockaddr_dl} {@index sockaddr_dl}). The address describes a network interface.
     * No socket has an address of this kind. Addresses of this kind occur in lists of interfaces, and in control messages that
     * say which interface received a packet.
     *
     * @param ifindex the index of the interface; 0 if only the name identifies the interface
     * @param type the type of the interface, a constant {@code IFT_…}
     * @param name the name of the interface, for example {@code en0}; may be empty
     * @param address the hardware address, six bytes for Ethernet; may be empty
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

        /** Returns a copy of the bytes of the address. */
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

        /**
         * Returns this address as text, for example {@code link:02:00:5e:10:00:01%4 "en0"}. The index of the interface follows
         * {@code %}.
         */
        @Override
        public String toString() {
            return "link:" + HexFormat.ofDelimiter(":").formatHex(address) + "%" + ifindex + " " + Printer.quoted(name);
        }
    }

    /**
     * An address of a netlink socket on Linux ({@code struct sockaddr_nl} {@index sockaddr_nl}). The netlink family, for example
     * {@code NETLINK_ROUTE}, is the third argument of {@code socket}. The address does not contain the netlink family.
     *
     * @param portId an unsigned number that identifies the socket; 0 identifies the kernel. To send a message to the kernel, use
     *     0. If the sender of a received message has the number 0, the message comes from the kernel. Do not trust messages from
     *     senders with other numbers. For {@code bind}, 0 has another meaning: the kernel chooses the number. The kernel
     *     chooses the process id for the first socket of a process, and other numbers for further sockets of the process
     * @param groups a set of multicast groups. Each bit stands for one of the first 32 groups. If a bit is 1, its group is in the
     *     set
     */
    record Netlink(int portId, int groups) implements SockAddr {
        @Override
        public int family() {
            return AF_NETLINK;
        }

        /** Returns this address as text, for example {@code netlink:1234}; with groups, for example {@code netlink:1234/0x11}. */
        @Override
        public String toString() {
            String mask = groups == 0 ? "" : "/0x" + Integer.toHexString(groups);
            return "netlink:" + Integer.toUnsignedString(portId) + mask;
        }
    }

    /**
     * An address for sockets between a virtual machine and its host ({@code struct sockaddr_vm} {@index sockaddr_vm}).
     *
     * @param cid an unsigned number that identifies the virtual machine or the host, for example {@code VMADDR_CID_HOST} or
     *     {@code VMADDR_CID_ANY}
     * @param port an unsigned number; {@code VMADDR_PORT_ANY} lets {@code bind} choose a free port
     */
    record Vsock(int cid, int port) implements SockAddr {
        @Override
        public int family() {
            return AF_VSOCK;
        }

        /** Returns this address as text, for example {@code vsock:2:1234}. */
        @Override
        public String toString() {
            return "vsock:" + Integer.toUnsignedString(cid) + ":" + Integer.toUnsignedString(port);
        }
    }

    /**
     * An address that no other record of {@link SockAddr} can hold: an address of a family without its own record, or an
     * incomplete address. For example, an address is incomplete if the kernel truncated it because there was too little space.
     * This record holds the number of the family and the bytes that follow this number.
     *
     * <p>To disconnect a datagram socket, call {@code connect} with a {@code Raw} address whose family is {@code AF_UNSPEC}. On
     * macOS, {@code connect} then fails with EAFNOSUPPORT, but has disconnected the socket nevertheless.
     *
     * @param family the number of the address family on this operating system
     * @param bytes the bytes that follow the number of the family
     */
    record Raw(int family, byte[] bytes) implements SockAddr {
        public Raw {
            Checks.unsigned16("family", family);
            bytes = Checks.copyOf("bytes", bytes);
        }

        /** Returns a copy of the bytes of the address. */
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

        /** Returns the family and the bytes as text, for example {@code family 40: 0000ff}. */
        @Override
        public String toString() {
            return "family " + family + ": " + HexFormat.of().formatHex(bytes);
        }
    }
}
