package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.ENOTTY;
import static posixkit.constants.Errno.ENXIO;
import static posixkit.constants.If.IFF_BROADCAST;
import static posixkit.constants.If.IFF_LOOPBACK;
import static posixkit.constants.If.IFF_MULTICAST;
import static posixkit.constants.If.IFF_POINTOPOINT;
import static posixkit.constants.If.IFF_UP;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.net.Ifaddr;
import posixkit.net.Ifname;
import posixkit.net.Interfaces;
import posixkit.net.SockAddr;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsProc;

/** Tests network interfaces against the JDK and {@code /sys/class/net}. */
@ExtendWith(Descriptors.class)
public abstract class InterfacesContract {
    private static final Path SYS = Path.of("/sys/class/net");
    private static final String NONE = "no-such-one";
    private static final int NO_INDEX = 1_000_000;

    protected final Posix posix = Posix.get();
    protected final Interfaces interfaces = posix.interfaces();

    /** The errno if there is no interface of this name. */
    protected abstract int noInterface();

    /** Returns the hardware address in a link-layer address, or null for an address of another kind. */
    protected abstract byte[] hardware(SockAddr address);

    private static InetAddress ip(SockAddr address) {
        if (address instanceof SockAddr.Inet4 four) {
            return four.toInetSocketAddress().getAddress();
        }
        return address instanceof SockAddr.Inet6 six
                ? new SockAddr.Inet6(six.address(), 0).toInetSocketAddress().getAddress()
                : null;
    }

    private static int ones(SockAddr mask) {
        int ones = 0;
        for (byte part : mask instanceof SockAddr.Inet4 four ? four.address() : ((SockAddr.Inet6) mask).address()) {
            ones += Integer.bitCount(part & 0xFF);
        }
        return ones;
    }

    private static Set<String> names() throws IOException {
        try (Stream<Path> files = Files.list(SYS)) {
            return files.filter(Files::isDirectory)
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String sys(String name, String file) throws IOException {
        return Files.readString(SYS.resolve(name).resolve(file)).strip();
    }

    @Test
    @NeedsProc
    void theListHasTheAddressesThatTheJdkKnows() throws IOException {
        List<Ifaddr> all = interfaces.getifaddrs();
        assertEquals(names(), all.stream().map(Ifaddr::name).collect(Collectors.toCollection(TreeSet::new)));
        for (NetworkInterface jdk : NetworkInterface.networkInterfaces().toList()) {
            for (InterfaceAddress address : jdk.getInterfaceAddresses()) {
                byte[] wanted = address.getAddress().getAddress();
                Ifaddr found = all.stream()
                        .filter(each -> each.name().equals(jdk.getName()))
                        .filter(each -> ip(each.addr()) != null
                                && Arrays.equals(wanted, ip(each.addr()).getAddress()))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(address + " is not in " + all));
                assertEquals(address.getNetworkPrefixLength(), ones(found.netmask()), found::toString);
                boolean isBroadcast = (found.flags() & IFF_BROADCAST) != 0;
                assertEquals(address.getBroadcast(), isBroadcast ? ip(found.dstaddr()) : null, found::toString);
                assertEquals(jdk.isLoopback(), (found.flags() & IFF_LOOPBACK) != 0);
                assertEquals(jdk.isUp(), (found.flags() & IFF_UP) != 0);
                assertEquals(jdk.isPointToPoint(), (found.flags() & IFF_POINTOPOINT) != 0);
                assertEquals(jdk.supportsMulticast(), (found.flags() & IFF_MULTICAST) != 0);
            }
        }
    }

    @Test
    @NeedsProc
    void theListHasTheHardwareAddresses() throws IOException {
        int seen = 0;
        for (Ifaddr each : interfaces.getifaddrs()) {
            byte[] hardware = each.addr() == null ? null : hardware(each.addr());
            if (hardware == null) {
                assertTrue(ip(each.addr()) != null, each::toString);
                continue;
            }
            seen++;
            assertNull(each.netmask());
            byte[] jdk = NetworkInterface.getByName(each.name()) == null
                    ? null
                    : NetworkInterface.getByName(each.name()).getHardwareAddress();
            if (jdk != null) {
                assertArrayEquals(jdk, hardware, each::toString);
            }
        }
        assertEquals(names().size(), seen);
    }

    @Test
    @NeedsProc
    void anInterfaceHasANumberAndAName() throws IOException {
        Set<String> listed = new TreeSet<>();
        for (Ifname each : interfaces.ifNameindex()) {
            listed.add(each.name());
            assertEquals(Integer.parseInt(sys(each.name(), "ifindex")), each.index());
            assertEquals(each.index(), interfaces.ifNametoindex(each.name()));
            assertEquals(each.name(), interfaces.ifIndextoname(each.index()));
        }
        assertEquals(names(), listed);
        assertErrno(noInterface(), () -> interfaces.ifNametoindex(NONE));
        assertMinus(noInterface(), interfaces.ifNametoindexOrErrno("a name that is longer than every other"));
        assertErrno(ENXIO, () -> interfaces.ifIndextoname(NO_INDEX));
        assertErrno(ENXIO, () -> interfaces.ifIndextoname(0));
        assertRefused("name", () -> interfaces.ifNametoindex("l\0"));
    }

    @Test
    @NeedsProc
    void requestsReadProperties() throws IOException {
        try (Fd fd = Fd.own(posix.sockets().socket(AF_INET, SOCK_DGRAM, 0))) {
            for (String name : names()) {
                assertEquals(Integer.parseInt(sys(name, "mtu")), interfaces.ifMtu(fd.num(), name));
                int flags = Integer.decode(sys(name, "flags"));
                int same = IFF_UP | IFF_BROADCAST | IFF_LOOPBACK | IFF_POINTOPOINT;
                assertEquals(flags & same, interfaces.ifFlags(fd.num(), name) & same);
            }
            assertEquals(SockAddr.Inet4.loopback(0), interfaces.ifAddr(fd.num(), "lo"));
            assertEquals(new SockAddr.Inet4(new byte[] {(byte) 255, 0, 0, 0}, 0), interfaces.ifNetmask(fd.num(), "lo"));
            for (Ifaddr each : interfaces.getifaddrs()) {
                if (each.addr() instanceof SockAddr.Inet4 && (each.flags() & IFF_BROADCAST) != 0) {
                    assertEquals(each.dstaddr(), interfaces.ifBroadaddr(fd.num(), each.name()));
                }
            }
        }
    }

    @Test
    void requestsFail() throws IOException {
        try (Fd fd = Fd.own(posix.sockets().socket(AF_INET, SOCK_DGRAM, 0));
                Fd file = Fd.own(posix.files().open("/dev/null", O_RDONLY))) {
            int num = fd.num();
            SockAddr.Inet4 any = SockAddr.Inet4.any(0);
            assertErrno(noInterface(), () -> interfaces.ifMtu(num, NONE));
            assertErrno(noInterface(), () -> interfaces.ifFlags(num, ""));
            assertErrno(noInterface(), () -> interfaces.ifAddr(num, NONE));
            assertErrno(noInterface(), () -> interfaces.ifNetmask(num, NONE));
            assertErrno(noInterface(), () -> interfaces.ifBroadaddr(num, NONE));
            assertErrno(noInterface(), () -> interfaces.ifDstaddr(num, NONE));
            assertNotEquals(0, interfaces.setIfMtuOrErrno(num, NONE, 1500));
            assertNotEquals(0, interfaces.setIfFlagsOrErrno(num, NONE, 0));
            assertNotEquals(0, interfaces.setIfAddrOrErrno(num, NONE, any));
            assertNotEquals(0, interfaces.setIfNetmaskOrErrno(num, NONE, any));
            assertErrno(EBADF, () -> interfaces.ifMtu(NO_INDEX, "lo"));
            assertErrno(ENOTTY, () -> interfaces.ifMtu(file.num(), "lo"));
            assertErrno(ENOTTY, () -> interfaces.setIfMtu(file.num(), "lo", 1));
            assertErrno(EBADF, () -> interfaces.setIfFlags(NO_INDEX, "lo", 0xFFFF));
            assertErrno(EBADF, () -> interfaces.setIfAddr(NO_INDEX, "lo", any));
            assertErrno(EBADF, () -> interfaces.setIfNetmask(NO_INDEX, "lo", any));
            assertRefused("name", () -> interfaces.ifMtu(num, "a name with 16 b"));
            assertRefused("flags", () -> interfaces.setIfFlags(num, "lo", -1));
            assertRefused("flags", () -> interfaces.setIfFlags(num, "lo", 0x10000));
        }
    }
}
