package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOTTY;
import static posixkit.constants.Errno.EOPNOTSUPP;
import static posixkit.constants.Ioctl.SIOCGIFCONF;
import static posixkit.constants.Ioctl.SIOCGIFFLAGS;
import static posixkit.constants.Ioctl.TIOCGWINSZ;
import static posixkit.constants.Ioctl.TIOCSWINSZ;
import static posixkit.constants.Open.O_NOCTTY;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.Termios.TCIFLUSH;
import static posixkit.constants.Termios.TCIOFLUSH;
import static posixkit.onlinux.constants.LinuxClone.CLONE_NEWUTS;
import static posixkit.onlinux.constants.LinuxFcntl.F_GETOWN_EX;
import static posixkit.onlinux.constants.LinuxFcntl.F_GET_FILE_RW_HINT;
import static posixkit.onlinux.constants.LinuxFcntl.F_GET_RW_HINT;
import static posixkit.onlinux.constants.LinuxFcntl.F_SETOWN_EX;
import static posixkit.onlinux.constants.LinuxFcntl.F_SET_FILE_RW_HINT;
import static posixkit.onlinux.constants.LinuxFcntl.F_SET_RW_HINT;
import static posixkit.onlinux.constants.LinuxFs.FIDEDUPERANGE;
import static posixkit.onlinux.constants.LinuxFs.FIGETBSZ;
import static posixkit.onlinux.constants.LinuxFs.FS_IOC_FIEMAP;
import static posixkit.onlinux.constants.LinuxIoctl.FIOQSIZE;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCGIFINDEX;
import static posixkit.onlinux.constants.LinuxIoctl.TCFLSH;
import static posixkit.onlinux.constants.LinuxIoctl.TCGETS;
import static posixkit.onlinux.constants.LinuxIoctl.TCSETS;
import static posixkit.onlinux.constants.LinuxIoctl.TIOCGPTN;
import static posixkit.onlinux.constants.LinuxIoctl.TIOCGPTPEER;
import static posixkit.onlinux.constants.LinuxIoctl.TIOCSPTLCK;
import static posixkit.onlinux.constants.LinuxNamespace.NS_GET_NSTYPE;
import static posixkit.onlinux.constants.LinuxTun.TUNGETIFF;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.constants.Fcntl;
import posixkit.constants.Ioctl;
import posixkit.constants.Termios;
import posixkit.contract.ControlContract;
import posixkit.file.Io;
import posixkit.linux.layout.FOwnerEx;
import posixkit.linux.layout.Ifreq;
import posixkit.linux.layout.Termios_t;
import posixkit.linux.layout.Winsize_t;
import posixkit.onlinux.constants.LinuxFs;
import posixkit.onlinux.constants.LinuxTun;
import posixkit.testing.Descriptors;
import posixkit.testing.Programs;

/** Linux's own requests; stty and {@code /sys} are the oracles. */
class LinuxControlTest extends ControlContract {
    private final Io io = Posix.get().io();

    /** From its first socket on, the JDK keeps one for itself: not a test's leak. */
    @BeforeAll
    static void theJdkHasItsSocket() throws IOException {
        DatagramChannel.open(StandardProtocolFamily.INET).close();
    }

    @Test
    void aTerminalTellsItsSizeAndTakesAnother() throws IOException {
        try (Fd master = Fd.own(files.open("/dev/ptmx", O_RDWR | O_NOCTTY))) {
            byte[] unlocked = new byte[Integer.BYTES];
            io.ioctlPtr(master.num(), TIOCSPTLCK, ByteBuffer.wrap(unlocked).asReadOnlyBuffer());
            byte[] number = new byte[Integer.BYTES];
            io.ioctlPtr(master.num(), (int) TIOCGPTN, number);
            String terminal = "/dev/pts/" + order(number).getInt(0);

            Winsize_t size = new Winsize_t().row(33).col(111).xpixel(7).ypixel(9);
            io.ioctlPtr(master.num(), TIOCSWINSZ, size.bytes());
            assertEquals("33 111", Programs.output("stty", "-F", terminal, "size"));
            Programs.output("stty", "-F", terminal, "rows", "40001", "cols", "50000");
            Winsize_t told = new Winsize_t();
            assertEquals(0, io.ioctlPtr(master.num(), TIOCGWINSZ, told.bytes()));
            assertEquals(40001, told.row());
            assertEquals(50000, told.col());
            assertEquals(7, told.xpixel());
            assertEquals(9, told.ypixel());
            assertThrows(IllegalArgumentException.class, () -> io.ioctlPtr(master.num(), TIOCGWINSZ, new byte[7]));
        }
    }

    @Test
    void aTerminalOpensItsOtherEndAndTellsItsSettings() throws IOException {
        try (Fd master = Fd.own(files.open("/dev/ptmx", O_RDWR | O_NOCTTY))) {
            io.ioctlPtr(master.num(), TIOCSPTLCK, new byte[Integer.BYTES]);
            try (Fd terminal = Fd.own(io.ioctl(master.num(), TIOCGPTPEER, O_RDWR | O_NOCTTY))) {
                assertNotEquals(master.num(), terminal.num());
                Termios_t settings = new Termios_t();
                io.ioctlPtr(terminal.num(), TCGETS, settings.bytes());
                assertEquals(Termios.ECHO, settings.lflag() & Termios.ECHO);
                settings.lflag(settings.lflag() & ~Termios.ECHO & ~Termios.ICANON);
                io.ioctlPtr(terminal.num(), TCSETS, settings.bytes());
                String stty = Programs.output("stty", "-F", pts(master), "-a");
                assertEquals(true, stty.contains(" -echo ") && stty.contains("-icanon"), stty);
                io.write(master.num(), bytes("typed"));
                io.ioctl(terminal.num(), TCFLSH, TCIFLUSH);
                byte[] left = new byte[Integer.BYTES];
                io.ioctlPtr(terminal.num(), Ioctl.FIONREAD, left);
                assertEquals(0, order(left).getInt(0));
                assertErrno(EINVAL, () -> io.ioctl(terminal.num(), TCFLSH, TCIOFLUSH + 1));
            }
        }
    }

    private String pts(Fd master) throws IOException {
        byte[] number = new byte[Integer.BYTES];
        io.ioctlPtr(master.num(), TIOCGPTN, number);
        return "/dev/pts/" + order(number).getInt(0);
    }

    @Test
    void aFileTellsItsBlockAndItsSize() throws IOException {
        Path path = file("file", "0123456789".repeat(100_000));
        try (Fd fd = open(path, O_RDONLY)) {
            io.fsync(fd.num());
            byte[] block = new byte[Integer.BYTES];
            io.ioctlPtr(fd.num(), FIGETBSZ, block);
            assertEquals(
                    Programs.output("stat", "-f", "-c", "%s", path.toString()),
                    Integer.toString(order(block).getInt(0)));
            byte[] size = new byte[Long.BYTES];
            io.ioctlPtr(fd.num(), FIOQSIZE, size);
            long blocks = Long.parseLong(Programs.output("stat", "-c", "%b", path.toString()));
            assertEquals(blocks * 512, order(size).getLong(0), "on the disk, that is");
            assertThrows(IllegalArgumentException.class, () -> io.ioctlPtr(fd.num(), FIOQSIZE, new byte[7]));
        }
    }

    @Test
    void aNamespaceTellsItsType() throws IOException {
        try (Fd fd = open(Path.of("/proc/self/ns/uts"), O_RDONLY)) {
            assertEquals(CLONE_NEWUTS, io.ioctl(fd.num(), NS_GET_NSTYPE, 0));
        }
    }

    @Test
    void anInterfaceIsAskedByItsName() throws IOException {
        Set<Integer> before = Descriptors.numbers(target -> target.startsWith("socket:"));
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
            Set<Integer> after = Descriptors.numbers(target -> target.startsWith("socket:"));
            after.removeAll(before);
            int socket = after.iterator().next();
            ByteBuffer ifreq = ByteBuffer.allocate(Ifreq.SIZE).order(ByteOrder.nativeOrder());
            ifreq.put(0, bytes("lo"));
            io.ioctlPtr(socket, SIOCGIFINDEX, ifreq);
            assertEquals(Files.readString(Path.of("/sys/class/net/lo/ifindex")).strip(), "" + ifreq.getInt(16));
            io.ioctlPtr(socket, SIOCGIFFLAGS, ifreq);
            int flags = Integer.decode(
                    Files.readString(Path.of("/sys/class/net/lo/flags")).strip());
            assertEquals(flags & 0x3F, ifreq.getShort(16) & 0x3F);
            byte[] less = new byte[Ifreq.SIZE - 1];
            assertThrows(IllegalArgumentException.class, () -> io.ioctlPtr(socket, SIOCGIFINDEX, less));
            assertEquals(true, channel.isOpen());
        }
    }

    /** A tunnel's number says four bytes; the driver writes a whole interface request. */
    @Test
    void aTunnelsStructureIsLongerThanItsNumberSays() throws IOException {
        try (Fd fd = open(file("file", "content"), O_RDONLY)) {
            assertThrows(IllegalArgumentException.class, () -> io.ioctlPtr(fd.num(), TUNGETIFF, new byte[39]));
            assertErrno(ENOTTY, () -> io.ioctlPtr(fd.num(), TUNGETIFF, new byte[40]));
        }
    }

    /**
     * Requests whose drivers write behind the structure, or through an address in it. The numbers are computed as the kernel's headers
     * do: direction, size, type, number.
     */
    static Stream<Arguments> requestsThatWriteElsewhere() {
        return Stream.of(
                arguments("FS_IOC_GETFSMAP", request(IN_AND_OUT, 'X', 59, 192)),
                arguments("FS_IOC_FIEMAP", request(IN_AND_OUT, 'f', 11, 32)),
                arguments("FIDEDUPERANGE", request(IN_AND_OUT, 0x94, 54, 24)),
                arguments("FS_IOC_GET_ENCRYPTION_POLICY_EX", request(IN_AND_OUT, 'f', 22, 9)),
                arguments("FS_IOC_MEASURE_VERITY", request(IN_AND_OUT, 'f', 134, 4)),
                arguments("FS_IOC_READ_VERITY_METADATA", request(IN_AND_OUT, 'f', 135, 40)),
                arguments("BTRFS_IOC_TREE_SEARCH_V2", request(IN_AND_OUT, 0x94, 17, 112)),
                arguments("BTRFS_IOC_SPACE_INFO", request(IN_AND_OUT, 0x94, 20, 16)),
                arguments("BTRFS_IOC_INO_PATHS", request(IN_AND_OUT, 0x94, 35, 56)),
                arguments("BTRFS_IOC_LOGICAL_INO", request(IN_AND_OUT, 0x94, 36, 56)),
                arguments("XFS_IOC_GETBMAP", request(IN_AND_OUT, 'X', 38, 32)),
                arguments("XFS_IOC_GETBMAPX", request(IN_AND_OUT, 'X', 56, 48)),
                arguments("BLKREPORTZONE", request(IN_AND_OUT, 0x12, 130, 16)),
                arguments("BLKTRACESETUP", request(IN_AND_OUT, 0x12, 115, 72)),
                arguments("SIOCGIFCONF", 0x8912L),
                arguments("SIOCETHTOOL", 0x8946L),
                arguments("TUNGETFILTER", request(OUT, 'T', 219, 16)),
                arguments("TUNATTACHFILTER", request(IN, 'T', 213, 16)),
                arguments("TUNSETTXFILTER", request(IN, 'T', 209, 4)),
                arguments("DRM_IOCTL_VERSION", request(IN_AND_OUT, 'd', 0, 64)),
                arguments("KVM_GET_MSRS", request(IN_AND_OUT, 0xAE, 0x88, 8)),
                arguments("KVM_GET_SUPPORTED_CPUID", request(IN_AND_OUT, 0xAE, 0x05, 8)),
                arguments("PERF_EVENT_IOC_QUERY_BPF", request(IN_AND_OUT, '$', 10, 8)),
                arguments("RNDGETPOOL", request(OUT, 'R', 2, 8)),
                arguments("EVIOCGMTSLOTS", request(OUT, 'E', 0x0a, 4)),
                arguments("SG_IO", 0x2285L),
                arguments("HDIO_DRIVE_CMD", 0x031FL));
    }

    private static final int IN = 1;
    private static final int OUT = 2;
    private static final int IN_AND_OUT = 3;

    private static long request(int direction, int type, int number, int size) {
        return (long) direction << 30 | (long) size << 16 | (long) type << 8 | number;
    }

    @ParameterizedTest
    @MethodSource("requestsThatWriteElsewhere")
    void aRequestThatWritesElsewhereIsRefusedUnlessItsSizeIsStated(String name, long request) throws IOException {
        byte[] much = new byte[100_000];
        try (Fd fd = open(Path.of("/dev/null"), O_RDONLY)) {
            String refused = assertThrows(
                            IllegalArgumentException.class, () -> io.ioctlPtr(fd.num(), request, much), name)
                    .getMessage();
            assertTrue(refused.contains("state its size"), refused);
            assertThrows(
                    IllegalArgumentException.class, () -> io.ioctlPtr(fd.num(), request, ByteBuffer.wrap(much)), name);
            assertThrows(IllegalArgumentException.class, () -> io.ioctl(fd.num(), request, 0), name);
            int refusal = assertThrows(
                            ErrnoException.class, () -> io.ioctlPtr(fd.num(), request, much, much.length), name)
                    .errno();
            assertTrue(Set.of(ENOTTY, EOPNOTSUPP, EINVAL).contains(refusal), name + ": " + refusal);
        }
        assertArrayEquals(new byte[100_000], much);
    }

    @Test
    void theseNumbersAreTheHeaders() {
        assertEquals(FS_IOC_FIEMAP, request(IN_AND_OUT, 'f', 11, 32));
        assertEquals(FIDEDUPERANGE, request(IN_AND_OUT, 0x94, 54, 24));
        assertEquals(LinuxTun.TUNGETFILTER, request(OUT, 'T', 219, 16));
        assertEquals(SIOCGIFCONF, 0x8912);
    }

    /** The kernel's generator of random numbers counts its bits; 256 of them, since 5.18. */
    @Test
    void aRequestWhoseSizeIsStatedGetsItsResult() throws IOException {
        long getEntropyCount = request(OUT, 'R', 0, Integer.BYTES);
        String expected = Programs.output("cat", "/proc/sys/kernel/random/entropy_avail");
        try (Fd fd = open(Path.of("/dev/urandom"), O_RDONLY)) {
            byte[] bytes = new byte[6];
            Arrays.fill(bytes, (byte) 0x55);
            assertThrows(IllegalArgumentException.class, () -> io.ioctlPtr(fd.num(), getEntropyCount, bytes));
            assertEquals(0, io.ioctlPtr(fd.num(), getEntropyCount, bytes, Integer.BYTES));
            assertEquals(expected, Integer.toString(order(bytes).getInt(0)));
            assertEquals(0x5555, order(bytes).getShort(4));
        }
    }

    /** A caller who states too little loses what does not fit, and nothing else. */
    @Test
    void aDriverThatWritesFurtherThanStatedOverwritesNothing() throws IOException {
        try (Fd fd = open(Path.of("/dev/urandom"), O_RDONLY)) {
            byte[] bytes = new byte[6];
            Arrays.fill(bytes, (byte) 0x55);
            assertEquals(0, io.ioctlPtr(fd.num(), request(OUT, 'R', 0, Integer.BYTES), bytes, 1));
            assertEquals(0x5555_5555, order(bytes).getInt(1));
            assertEquals(0x55, bytes[5]);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BLKROGET, 4",
        "BLKGETSIZE, 8",
        "BLKSECTGET, 2",
        "BLKGETSIZE64, 8",
        "FS_IOC_GETFLAGS, 8",
        "FICLONERANGE, 32",
        "FITRIM, 24",
        "FS_IOC_GETFSLABEL, 256",
        "BLKBSZGET, 8",
        "FS_IOC_SETFLAGS, 8",
        "FS_IOC_FSGETXATTR, 28"
    })
    void aStructureIsAsLongAsTheRequestSaysOrIsKnownToTake(String name, int size) throws Exception {
        Number constant = (Number) LinuxFs.class.getField(name).get(null);
        try (Fd fd = open(Path.of("/dev/null"), O_RDONLY)) {
            byte[] less = new byte[size - 1];
            assertThrows(IllegalArgumentException.class, () -> io.ioctlPtr(fd.num(), constant.longValue(), less));
            byte[] whole = new byte[size];
            assertThrows(IOException.class, () -> io.ioctlPtr(fd.num(), constant.longValue(), whole));
            assertArrayEquals(new byte[size], whole);
        }
    }

    @Test
    void typedInByTheProgramIsOneByte() {
        assertEquals(1, LinuxIoctls.size(Ioctl.TIOCSTI));
    }

    @Test
    void fcntlPtrTellsAndTakesTheOwner() throws IOException {
        try (Fd fd = open(file("file", ""), O_RDONLY)) {
            int pid = (int) ProcessHandle.current().pid();
            FOwnerEx owner = new FOwnerEx()
                    .type(posixkit.onlinux.constants.LinuxFcntl.F_OWNER_PID)
                    .pid(pid);
            io.fcntlPtr(fd.num(), F_SETOWN_EX, owner.bytes());
            FOwnerEx told = new FOwnerEx();
            io.fcntlPtr(fd.num(), F_GETOWN_EX, told.bytes());
            assertArrayEquals(owner.bytes(), told.bytes());
            assertEquals(pid, io.fcntl(fd.num(), Fcntl.F_GETOWN, 0));
            assertThrows(IllegalArgumentException.class, () -> io.fcntlPtr(fd.num(), F_GETOWN_EX, new byte[7]));
        }
    }

    /** Kernels before 4.13 have no hints, and since 5.17 the file's own are gone. */
    @Test
    void fcntlPtrTellsAndTakesAHint() throws IOException {
        try (Fd fd = open(file("file", ""), O_WRONLY)) {
            byte[] hint = new byte[Long.BYTES];
            order(hint).putLong(0, 3);
            io.fcntlPtr(fd.num(), F_SET_RW_HINT, hint);
            byte[] told = new byte[Long.BYTES];
            io.fcntlPtr(fd.num(), F_GET_RW_HINT, told);
            assertArrayEquals(hint, told);
            for (int command : new int[] {F_GET_RW_HINT, F_SET_RW_HINT, F_GET_FILE_RW_HINT, F_SET_FILE_RW_HINT}) {
                assertThrows(IllegalArgumentException.class, () -> io.fcntlPtr(fd.num(), command, new byte[7]));
            }
        }
    }

    private static ByteBuffer order(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }
}
