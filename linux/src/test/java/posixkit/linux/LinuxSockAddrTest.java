package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Names;
import posixkit.contract.SockAddrContract;
import posixkit.net.SockAddr;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** Compares the bytes of addresses with a C compiler's, and tests the kinds that only Linux has. */
class LinuxSockAddrTest extends SockAddrContract {
    private static final byte[] MAC = {2, 0, 0x5E, 0x10, 0, 1};

    /** An address, and the C statements that write it to {@code a} and its length to {@code n}. */
    private record InC(SockAddr address, String statements) {}

    @Override
    protected int pathBytes() {
        return 108;
    }

    @Test
    @NeedsTool("cc")
    void everyByteIsWhatACompilerSays(@TempDir Path directory) throws IOException {
        String inet4 = "struct sockaddr_in *p = a; p->sin_family = AF_INET; p->sin_port = htons(0x8123);"
                + " inet_pton(AF_INET, \"192.0.2.253\", &p->sin_addr); n = sizeof *p;";
        String inet6 = "struct sockaddr_in6 *p = a; p->sin6_family = AF_INET6; p->sin6_port = htons(443);"
                + " inet_pton(AF_INET6, \"2001:db8:1:203:405:607:809:afb\", &p->sin6_addr);"
                + " p->sin6_flowinfo = htonl(0x0ABCDEF1); p->sin6_scope_id = 0xFEDCBA98u; n = sizeof *p;";
        String path = "struct sockaddr_un *p = a; p->sun_family = AF_UNIX; strcpy(p->sun_path, \"/tmp/\\xc3\\xa4\");"
                + " n = offsetof(struct sockaddr_un, sun_path) + strlen(p->sun_path) + 1;";
        String abstractName =
                "struct sockaddr_un *p = a; p->sun_family = AF_UNIX; memcpy(p->sun_path, \"\\0ab\\0\", 4);"
                        + " n = offsetof(struct sockaddr_un, sun_path) + 4;";
        String unnamed =
                "struct sockaddr_un *p = a; p->sun_family = AF_UNIX; n = offsetof(struct sockaddr_un, sun_path);";
        String link = "struct sockaddr_ll *p = a; p->sll_family = AF_PACKET; p->sll_protocol = htons(ETH_P_ARP);"
                + " p->sll_ifindex = 0x01020304; p->sll_hatype = 0xA0B1; p->sll_pkttype = PACKET_OUTGOING;"
                + " p->sll_halen = 6; memcpy(p->sll_addr, \"\\x02\\0\\x5e\\x10\\0\\x01\", 6); n = sizeof *p;";
        String longLink = "struct sockaddr_ll *p = a; p->sll_family = AF_PACKET; p->sll_protocol = htons(1);"
                + " p->sll_ifindex = 2; p->sll_hatype = 3; p->sll_pkttype = 255; p->sll_halen = 20;"
                + " memset(p->sll_addr, 0x77, 20); n = offsetof(struct sockaddr_ll, sll_addr) + 20;";
        String netlink = "struct sockaddr_nl *p = a; p->nl_family = AF_NETLINK; p->nl_pid = 0xFEDCBA98u;"
                + " p->nl_groups = 0x80000001u; n = sizeof *p;";
        String vsock = "struct sockaddr_vm *p = a; p->svm_family = AF_VSOCK; p->svm_port = 0x01020304;"
                + " p->svm_cid = VMADDR_CID_LOCAL; n = sizeof *p;";
        String otherVsock = "struct sockaddr_vm *p = a; p->svm_family = AF_VSOCK; p->svm_port = VMADDR_PORT_ANY;"
                + " p->svm_cid = -2; n = sizeof *p;";
        String raw = "struct sockaddr_vm *p = a; p->svm_family = AF_CAN; p->svm_port = 0x01020304;"
                + " p->svm_cid = VMADDR_CID_LOCAL; n = sizeof *p;";
        byte[] twenty = new byte[20];
        Arrays.fill(twenty, (byte) 0x77);
        List<InC> all = List.of(
                new InC(new SockAddr.Inet4(FOUR, 0x8123), inet4),
                new InC(new SockAddr.Inet6(SIX, 443, 0xFEDC_BA98, 0x0ABC_DEF1), inet6),
                new InC(SockAddr.Unix.path("/tmp/ä"), path),
                new InC(SockAddr.Unix.abstractName("ab\0"), abstractName),
                new InC(SockAddr.Unix.unnamed(), unnamed),
                new InC(new SockAddr.Link(0x0806, 0x01020304, 0xA0B1, 4, MAC), link),
                new InC(new SockAddr.Link(1, 2, 3, 255, twenty), longLink),
                new InC(new SockAddr.Netlink(0xFEDC_BA98, 0x8000_0001), netlink),
                new InC(new SockAddr.Vsock(1, 0x01020304), vsock),
                new InC(new SockAddr.Vsock(-2, -1), otherVsock),
                new InC(new SockAddr.Raw(29, HexFormat.of().parseHex("0000040302010100000000000000")), raw));
        List<String> fromC = run(directory, all);
        for (int i = 0; i < all.size(); i++) {
            SockAddr address = all.get(i).address();
            byte[] bytes = HexFormat.of().parseHex(fromC.get(i));
            assertEquals(fromC.get(i), HexFormat.of().formatHex(sockets.encode(address)), address.toString());
            assertEquals(address, sockets.decode(bytes, bytes.length));
        }
    }

    private static List<String> run(Path directory, List<InC> all) throws IOException {
        StringBuilder source = new StringBuilder();
        for (String header : List.of(
                "stdio.h",
                "string.h",
                "stddef.h",
                "arpa/inet.h",
                "netinet/in.h",
                "sys/socket.h",
                "sys/un.h",
                "netpacket/packet.h",
                "net/ethernet.h",
                "linux/netlink.h",
                "linux/vm_sockets.h")) {
            source.append("#include <").append(header).append(">\n");
        }
        source.append("int main(void) { static unsigned char b[256]; void *a = b; size_t n;\n");
        for (InC one : all) {
            source.append("memset(b, 0, sizeof b); { ")
                    .append(one.statements())
                    .append(" }\nfor (size_t i = 0; i < n; i++) printf(\"%02x\", b[i]); printf(\"\\n\");\n");
        }
        source.append("return 0; }\n");
        Path file = Files.writeString(directory.resolve("addresses.c"), source);
        Path program = directory.resolve("addresses");
        Programs.output("cc", "-w", "-O0", "-o", program.toString(), file.toString());
        return new ArrayList<>(Programs.output(program.toString()).lines().toList());
    }

    @Test
    void everyByteOfAnAbstractNameCounts() {
        for (String name : List.of("", "a", "a\0", "a\0\0", "\0", "\0a")) {
            SockAddr address = SockAddr.Unix.abstractName(name);
            byte[] bytes = sockets.encode(address);
            assertEquals(2 + 1 + name.length(), bytes.length);
            assertEquals(0, bytes[2]);
            assertEquals(address, sockets.decode(Arrays.copyOf(bytes, 128), bytes.length));
        }
        String longest = "n".repeat(107);
        byte[] bytes = sockets.encode(SockAddr.Unix.abstractName(longest));
        assertEquals(110, bytes.length);
        assertEquals(SockAddr.Unix.abstractName(longest), sockets.decode(bytes, 110));
        SockAddr tooLong = SockAddr.Unix.abstractName("\0".repeat(108));
        assertThrows(IllegalArgumentException.class, () -> sockets.encode(tooLong));
    }

    /** A name of any bytes comes back as the same bytes. */
    @Test
    void anAbstractNameNeedNotBeText() {
        Random random = new Random(17);
        for (int i = 0; i < 10_000; i++) {
            byte[] name = new byte[random.nextInt(108)];
            random.nextBytes(name);
            byte[] expected = new byte[3 + name.length];
            System.arraycopy(sockets.encode(SockAddr.Unix.unnamed()), 0, expected, 0, 2);
            System.arraycopy(name, 0, expected, 3, name.length);
            SockAddr.Unix address = (SockAddr.Unix) sockets.decode(expected, expected.length);
            assertEquals(SockAddr.Unix.abstractName(Names.of(name)), address);
            assertArrayEquals(expected, sockets.encode(address));
        }
    }

    /** The kernel returns link-layer addresses that end behind the hardware address: 12 bytes and six, or none. */
    @Test
    void linkLayerAddressesEndWhereTheHardwaresDo() {
        SockAddr.Link link = new SockAddr.Link(0x0800, 3, 1, 2, MAC);
        byte[] bytes = sockets.encode(link);
        assertEquals(20, bytes.length);
        assertEquals(link, sockets.decode(bytes, 18));
        assertEquals(link, sockets.decode(bytes, 20));
        bytes[11] = 99;
        assertEquals(
                new SockAddr.Link(0x0800, 3, 1, 2, Arrays.copyOf(MAC, 8)),
                sockets.decode(bytes, 20),
                "no more than given");
        assertEquals(new SockAddr.Link(0x0800, 3, 1, 2, new byte[0]), sockets.decode(bytes, 12));
        assertArrayEquals(new byte[0], ((SockAddr.Link) sockets.decode(bytes, 12)).address());
        assertEquals(3, ((SockAddr.Link) sockets.decode(bytes, 12)).ifindex());
    }

    @Test
    void whatNoInterfaceHasIsRefused() {
        SockAddr negative = new SockAddr.Link(1, -1);
        assertThrows(IllegalArgumentException.class, () -> sockets.encode(negative));
        SockAddr any = new SockAddr.Link(1, 0);
        assertEquals(any, sockets.decode(sockets.encode(any), 12));
        assertEquals(128, sockets.encode(new SockAddr.Link(1, 1, 1, 1, new byte[116])).length);
        SockAddr tooLong = new SockAddr.Link(1, 1, 1, 1, new byte[117]);
        assertThrows(IllegalArgumentException.class, () -> sockets.encode(tooLong));
    }

    @Test
    void familiesOfLinuxAreLinuxs() {
        assertEquals(17, new SockAddr.Link(1, 1).family());
        assertEquals(16, new SockAddr.Netlink(1, 1).family());
        assertEquals(1, ((SockAddr.Netlink) sockets.decode(sockets.encode(new SockAddr.Netlink(1, 2)), 12)).portId());
    }
}
