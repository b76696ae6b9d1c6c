package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EPERM;
import static posixkit.onlinux.constants.LinuxAuxv.AT_HWCAP;
import static posixkit.onlinux.constants.LinuxAuxv.AT_HWCAP2;
import static posixkit.onlinux.constants.LinuxAuxv.AT_PAGESZ;
import static posixkit.onlinux.constants.LinuxAuxv.AT_UID;
import static posixkit.onlinux.constants.LinuxRandom.GRND_NONBLOCK;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertNullRefused;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import posixkit.Posix;
import posixkit.onlinux.OnLinuxHost;
import posixkit.onlinux.Sysinfo;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** Tests {@link OnLinuxHost}. {@code /proc} and {@code dmesg} are the oracles. */
class LinuxOnlyHostTest {
    private final Posix posix = Posix.get();
    private final OnLinuxHost host = posix.onLinux().host();

    /** Asks for the kernel's messages after it has given up root. */
    static final class Nobody {
        private Nobody() {}

        public static void main(String[] arguments) throws IOException {
            OnLinuxHost host = Posix.get().onLinux().host();
            host.klogctlSizeBufferOrErrno();
            Posix.get().ids().setuid(1234);
            System.in.read();
            System.out.println(host.klogctlSizeUnreadOrErrno() + " " + host.klogctlConsoleLevelOrErrno(4));
        }
    }

    @Test
    void getrandomFillsTheArray() throws IOException {
        byte[] some = new byte[256];
        assertEquals(256, host.getrandom(some, GRND_NONBLOCK));
        long distinct =
                new String(some, StandardCharsets.ISO_8859_1).chars().distinct().count();
        assertTrue(distinct > 100, distinct + " different bytes");
        assertEquals(0, host.getrandom(new byte[0], 0));
        assertEquals(100_000, host.getrandom(new byte[100_000], 0));
        assertErrno(EINVAL, () -> host.getrandom(some, 1 << 20));
        assertNullRefused("into", () -> host.getrandom(null, 0));
    }

    private static Map<String, Long> meminfo() throws IOException {
        Map<String, Long> bytes = new HashMap<>();
        for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            String[] words = line.split(":?\\s+");
            bytes.put(words[0], Long.parseLong(words[1]) * 1024);
        }
        return bytes;
    }

    @Test
    void sysinfoTellsWhatProcTells() throws IOException {
        double before =
                Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
        Sysinfo info = host.sysinfo();
        double after =
                Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
        assertTrue(info.uptime() >= (long) before && info.uptime() <= after + 1, info.toString());
        Map<String, Long> bytes = meminfo();
        assertEquals(bytes.get("MemTotal"), info.totalram() * info.memUnit());
        assertEquals(bytes.get("SwapTotal"), info.totalswap() * info.memUnit());
        long free = info.freeram() * info.memUnit();
        assertTrue(free > bytes.get("MemFree") / 2 && free < info.totalram() * info.memUnit(), info.toString());
        assertTrue(info.procs() > 1, info.toString());
        double load =
                Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[1]);
        assertEquals(load, info.loads(1) / 65_536.0, 0.5);
        Sysinfo foreign = (Sysinfo) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Sysinfo.class}, (proxy, method, arguments) -> null);
        assertRefused("into", () -> host.sysinfo(foreign));
        assertNullRefused("into", () -> host.sysinfo(null));
    }

    @Test
    @NeedsRoot
    @NeedsTool("dmesg")
    void theKernelsMessagesAreThoseOfDmesg() throws IOException {
        int size = host.klogctlSizeBuffer();
        assertTrue(size >= 1 << 12 && Integer.bitCount(size) == 1, size + " bytes");
        // dmesg escapes bytes that are no text, as in the name of a program.
        String last = Programs.output("dmesg", "--notime")
                .lines()
                .filter(line -> !line.contains("\\x"))
                .reduce("", (a, b) -> b);
        String all = host.klogctlReadAll();
        assertTrue(all.length() <= size && all.contains(last), last + " is not in " + all.length() + " characters");
        assertTrue(host.klogctlSizeUnread() >= 0);
    }

    @Test
    @NeedsRoot
    void theConsolesLevelIsSet() throws IOException {
        Path printk = Path.of("/proc/sys/kernel/printk");
        String before = Files.readString(printk);
        int level = Integer.parseInt(before.split("\\s+")[0]);
        host.klogctlConsoleLevel(level);
        assertEquals(before, Files.readString(printk));
        assertErrno(EINVAL, () -> host.klogctlConsoleLevel(9));
        assertMinus(EINVAL, host.klogctlConsoleLevelOrErrno(0));
    }

    @Test
    @NeedsRoot
    void nobodyMayReadOrSet() throws IOException {
        try (ChildJvm child = ChildJvm.start(Nobody.class)) {
            assertEquals("-" + EPERM + " -" + EPERM, child.ask(""));
        }
    }

    @Test
    void getauxvalTellsWhatProcTells() throws IOException {
        ByteBuffer table =
                ByteBuffer.wrap(Files.readAllBytes(Path.of("/proc/self/auxv"))).order(ByteOrder.nativeOrder());
        int told = 0;
        while (table.hasRemaining()) {
            long type = table.getLong();
            long value = table.getLong();
            // libc has numbers of its own for the abilities of some processors.
            if (type != 0 && type != AT_HWCAP && type != AT_HWCAP2) {
                assertEquals(value, host.getauxval(type), "type " + type);
                told++;
            }
        }
        assertTrue(told > 10, told + " entries");
        assertEquals(posix.host().getpagesize(), host.getauxval(AT_PAGESZ));
        assertEquals(posix.ids().getuid(), host.getauxval(AT_UID));
        assertEquals(0, host.getauxval(987_654));
    }
}
