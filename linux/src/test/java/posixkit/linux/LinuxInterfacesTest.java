package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.ENODEV;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.InterfacesContract;
import posixkit.ffi.Native;
import posixkit.net.Interfaces;
import posixkit.net.SockAddr;
import posixkit.onlinux.OnLinuxInterfaces;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;
import posixkit.testing.Replaced;
import posixkit.unix.Bindings;
import posixkit.unix.UnixInterfaces;
import posixkit.unix.call.JnrNetInterfaceCalls;
import posixkit.unix.call.JnrUnixCalls;
import posixkit.unix.call.NetInterfaceCalls;
import posixkit.unix.call.UnixCalls;

class LinuxInterfacesTest extends InterfacesContract {
    private static final String NETWORK =
            "ip link add here address 02:00:00:00:00:01 type veth peer name there && exec \"$@\"";
    private static final int NOT_OPEN = 1_000_000;

    private final OnLinuxInterfaces extras = posix.onLinux().interfaces();

    @Override
    protected int noInterface() {
        return ENODEV;
    }

    @Override
    protected byte[] hardware(SockAddr address) {
        return address instanceof SockAddr.Link link ? link.address() : null;
    }

    @Test
    void propertiesThatOnlyLinuxHas() throws IOException {
        try (Fd fd = Fd.own(posix.sockets().socket(AF_INET, SOCK_DGRAM, 0))) {
            try (Stream<Path> files = Files.list(Path.of("/sys/class/net"))) {
                for (Path file : files.filter(Files::isDirectory).toList()) {
                    String name = file.getFileName().toString();
                    SockAddr.Raw hwaddr = extras.ifHwaddr(fd.num(), name);
                    String wanted = Files.readString(file.resolve("address")).strip();
                    String found = HexFormat.ofDelimiter(":").formatHex(hwaddr.bytes());
                    assertTrue(found.startsWith(wanted), found + " " + wanted);
                    assertEquals(Files.readString(file.resolve("type")).strip(), "" + hwaddr.family());
                    assertEquals(
                            Files.readString(file.resolve("tx_queue_len")).strip(),
                            "" + extras.ifTxqlen(fd.num(), name));
                }
            }
            assertEquals(SockAddr.Inet4.any(0), interfaces.ifBroadaddr(fd.num(), "lo"));
            assertEquals(SockAddr.Inet4.loopback(0), interfaces.ifDstaddr(fd.num(), "lo"));
            assertErrno(ENODEV, () -> extras.ifHwaddr(fd.num(), "none"));
            assertErrno(ENODEV, () -> extras.ifTxqlen(fd.num(), "none"));
        }
        SockAddr.Raw zero = new SockAddr.Raw(1, new byte[14]);
        assertErrno(EBADF, () -> extras.setIfHwaddr(NOT_OPEN, "lo", zero));
        assertErrno(EBADF, () -> extras.setIfTxqlen(NOT_OPEN, "lo", 1));
        assertErrno(EBADF, () -> extras.setIfName(NOT_OPEN, "lo", "new"));
        assertRefused("hwaddr", () -> extras.setIfHwaddr(NOT_OPEN, "lo", new SockAddr.Raw(1, new byte[15])));
        assertRefused("newName", () -> extras.setIfName(NOT_OPEN, "lo", "a name with 16 b"));
        assertRefused("name", () -> extras.setIfTxqlen(NOT_OPEN, "a name with 16 b", 1));
    }

    /** The lists are libc's. They are freed once each. */
    @Test
    void listsAreFreed() throws IOException {
        List<String> freed = new ArrayList<>();
        NetInterfaceCalls calls = new JnrNetInterfaceCalls(Native.process());
        for (String function : List.of("freeifaddrs", "if_freenameindex")) {
            calls = Replaced.function(NetInterfaceCalls.class, calls, function, (arguments, real) -> {
                freed.add(function);
                return real.call(arguments);
            });
        }
        UnixCalls all = new JnrUnixCalls(Native.process());
        Bindings bindings = LinuxBodies.over(
                Native.process(), Replaced.topic(UnixCalls.class, all, NetInterfaceCalls.class, calls));
        Interfaces counted = new UnixInterfaces(bindings, new LinuxSockAddrCodec());
        assertEquals(interfaces.getifaddrs(), counted.getifaddrs());
        assertEquals(interfaces.ifNameindex(), counted.ifNameindex());
        assertEquals(List.of("freeifaddrs", "if_freenameindex"), freed);
    }

    private static void assertAnswer(String wanted, ChildJvm child, String question) throws IOException {
        String answer = child.ask(question);
        assertTrue(answer.contains(wanted), question + ": " + answer);
    }

    /** Runs in a network namespace of its own; {@code ip} shows what has changed. */
    @Test
    @NeedsRoot
    @NeedsTool({"unshare", "ip"})
    void propertiesAreSet() throws IOException {
        Assumptions.assumeTrue(Programs.run("unshare", "-n", "true").exit() == 0, "needs a network of its own");
        try (ChildJvm child =
                ChildJvm.startBy(List.of("unshare", "-n", "sh", "-c", NETWORK, "sh"), InterfaceProgram.class)) {
            assertAnswer("mtu 1400 ", child, "mtu here 1400");
            assertEquals("EINVAL", child.ask("mtu here 7"));
            assertAnswer("qlen 77", child, "txqlen here 77");
            assertEquals("EINVAL", child.ask("txqlen here -1"));
            assertAnswer("inet 10.1.2.3/8 ", child, "addr here 10.1.2.3");
            assertAnswer("inet 10.1.2.3/24 ", child, "netmask here 255.255.255.0");
            assertEquals("EINVAL", child.ask("netmask here 255.0.255.0"));
            assertAnswer("link/ether 02:00:00:00:00:7f ", child, "hwaddr here 7f");
            assertAnswer(": other@there: ", child, "name other here");
            assertEquals("EEXIST", child.ask("name other lo"));
            assertEquals("ENODEV", child.ask("name new here"));
            assertAnswer(",UP", child, "up other");
        }
    }
}
