package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOTTY;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_DUPFD;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Fcntl.F_GETFL;
import static posixkit.constants.Fcntl.F_GETLK;
import static posixkit.constants.Fcntl.F_RDLCK;
import static posixkit.constants.Fcntl.F_SETLK;
import static posixkit.constants.Fcntl.F_UNLCK;
import static posixkit.constants.Fcntl.F_WRLCK;
import static posixkit.constants.Ioctl.FIOCLEX;
import static posixkit.constants.Ioctl.FIONBIO;
import static posixkit.constants.Ioctl.FIONCLEX;
import static posixkit.constants.Ioctl.FIONREAD;
import static posixkit.constants.Ioctl.IOC_IN;
import static posixkit.constants.Ioctl.TIOCEXCL;
import static posixkit.constants.Ioctl.TIOCGWINSZ;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Struct;
import posixkit.file.Flock;
import posixkit.file.Io;

/** What {@code ioctl} and {@code fcntl} with structures promise on every system. */
public abstract class ControlContract extends WithFiles {
    private final Io io = posix.io();
    private Fd read;
    private Fd write;

    @BeforeEach
    void aPipeWithFiveBytes() throws IOException {
        int[] ends = io.pipe();
        read = Fd.own(ends[0]);
        write = Fd.own(ends[1]);
        io.write(write.num(), new byte[5]);
    }

    @AfterEach
    void closePipe() throws IOException {
        read.close();
        write.close();
    }

    @Test
    void ioctlWithANumberDoesAndUndoes() throws IOException {
        assertEquals(0, io.ioctl(read.num(), FIONCLEX, 0));
        assertEquals(0, io.fcntl(read.num(), F_GETFD, 0));
        assertEquals(FD_CLOEXEC, io.fcntl(write.num(), F_GETFD, 0));
        assertEquals(0, io.ioctl(read.num(), FIOCLEX, 0));
        assertEquals(FD_CLOEXEC, io.fcntl(read.num(), F_GETFD, 0));
    }

    @Test
    void ioctlFillsOnlyWhatItsStructureTakes() throws IOException {
        byte[] bytes = filled(10);
        assertEquals(0, io.ioctlPtr(read.num(), FIONREAD, bytes));
        assertEquals(5, ints(bytes).getInt(0));
        assertArrayEquals(Arrays.copyOf(filled(10), 6), Arrays.copyOfRange(bytes, 4, 10));
        for (ByteBuffer whole : new ByteBuffer[] {ByteBuffer.allocate(20), ByteBuffer.allocateDirect(20)}) {
            whole.put(filled(20)).position(3);
            ByteBuffer buffer = whole.slice().limit(12).position(4);
            assertEquals(0, io.ioctlPtr(read.num(), FIONREAD, buffer));
            assertEquals(4, buffer.position());
            assertEquals(12, buffer.limit());
            assertEquals(5, buffer.order(ByteOrder.nativeOrder()).getInt(4));
            byte[] all = new byte[20];
            whole.get(0, all);
            Arrays.fill(all, 7, 11, (byte) 0x55);
            assertArrayEquals(filled(20), all);
        }
    }

    @Test
    void ioctlReadsItsStructure() throws IOException {
        for (int on : new int[] {1, 0}) {
            ByteBuffer value = ByteBuffer.allocate(7).order(ByteOrder.nativeOrder());
            value.putInt(3, on).position(3);
            io.ioctlPtr(read.num(), FIONBIO, value);
            assertEquals(on == 1 ? O_NONBLOCK : 0, io.fcntl(read.num(), F_GETFL, 0) & O_NONBLOCK);
            assertEquals(0, io.fcntl(write.num(), F_GETFL, 0) & O_NONBLOCK);
        }
    }

    @Test
    void onlyTheLower32BitsOfARequestCount() throws IOException {
        byte[] bytes = new byte[4];
        io.ioctlPtr(read.num(), FIONREAD | 0x7FFF_FFFFL << 32, bytes);
        assertEquals(5, ints(bytes).getInt(0));
        io.ioctl(read.num(), FIONCLEX | 1L << 63, 0);
        assertEquals(0, io.fcntl(read.num(), F_GETFD, 0));
    }

    @Test
    void ioctlThatFailsSaysWhyAndWritesNothing() throws IOException {
        byte[] bytes = filled(8);
        ErrnoException thrown = assertErrno(ENOTTY, () -> io.ioctlPtr(read.num(), TIOCGWINSZ, bytes));
        assertEquals("ioctl", thrown.call());
        assertEquals("fd " + read.num(), thrown.subject());
        assertErrno(EBADF, () -> io.ioctlPtr(NOT_OPEN, FIONREAD, ByteBuffer.wrap(bytes)));
        assertArrayEquals(filled(8), bytes);
        assertErrno(ENOTTY, () -> io.ioctl(read.num(), TIOCEXCL, 0));
        thrown = assertErrno(EBADF, () -> io.ioctl(-1, FIOCLEX, 0));
        assertEquals("fd -1", thrown.subject());
    }

    /** A request could take a number for an address, or write further than the buffer. */
    @Test
    void whatARequestTakesHasToBeKnown() {
        assertThrows(IllegalArgumentException.class, () -> io.ioctl(read.num(), FIONREAD, 0x7000_0000));
        String refused = assertThrows(IllegalArgumentException.class, () -> io.ioctl(read.num(), 0x5FFF, 0))
                .getMessage();
        assertTrue(refused.contains("0x5fff"), refused);
        assertThrows(IllegalArgumentException.class, () -> io.ioctlPtr(read.num(), FIOCLEX, new byte[100]));
        assertThrows(IllegalArgumentException.class, () -> io.ioctlPtr(read.num(), 0x5FFF, new byte[100]));
        assertThrows(IllegalArgumentException.class, () -> io.ioctlPtr(read.num(), 0x20_5FFFL, new byte[100]));
        long inOfNothing = Integer.toUnsignedLong(IOC_IN) | 0x5FFF;
        assertThrows(IllegalArgumentException.class, () -> io.ioctlPtr(read.num(), inOfNothing, new byte[100]));
    }

    @Test
    void aRequestThatIsNotKnownSaysWhatToDo() {
        for (long request : new long[] {0x5FFF, 0xC020_5FFFL, 0x4004_5FFFL, 0x8004_5FFFL}) {
            String expected = "request: 0x" + Long.toHexString(request)
                    + " is not known to posixkit; state its size: ioctlPtr(fd, request, argument, size)";
            assertRefused(expected, () -> io.ioctlPtr(read.num(), request, new byte[100]));
            assertRefused(expected, () -> io.ioctlPtr(read.num(), request, ByteBuffer.allocate(100)));
        }
        String expected =
                "command: 0x67932 is not known to posixkit; state its size: fcntlPtr(fd, command, argument, size)";
        assertRefused(expected, () -> io.fcntlPtr(read.num(), 424242, new byte[100]));
        assertRefused(expected, () -> io.fcntlPtr(read.num(), 424242, ByteBuffer.allocate(100)));
    }

    /** The system then says what it thinks of the request. */
    @Test
    void aRequestWhoseSizeIsStatedReachesTheSystem() throws IOException {
        byte[] bytes = filled(8);
        for (long request : new long[] {0xC004_5FFFL, 0x4004_5FFFL, 0x8004_5FFFL}) {
            assertErrno(ENOTTY, () -> io.ioctlPtr(read.num(), request, bytes, 4));
            assertErrno(ENOTTY, () -> io.ioctlPtr(read.num(), request, ByteBuffer.wrap(bytes), 8));
        }
        assertErrno(EINVAL, () -> io.fcntlPtr(read.num(), 424242, bytes, 0));
        assertErrno(EINVAL, () -> io.fcntlPtr(read.num(), 424242, ByteBuffer.wrap(bytes), 8));
        assertArrayEquals(filled(8), bytes);
        assertEquals(0, io.ioctlPtr(read.num(), FIONREAD, bytes, 6));
        assertEquals(5, ints(bytes).getInt(0));
        assertEquals(0x55, bytes[4]);
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(12).order(ByteOrder.nativeOrder()).position(3);
        assertEquals(0, io.ioctlPtr(read.num(), FIONREAD, buffer, 4));
        assertEquals(5, buffer.getInt(3));
        assertEquals(3, buffer.position());
    }

    @Test
    void aSizeThatCannotBeRightIsRefused() {
        byte[] bytes = new byte[100];
        ByteBuffer late = ByteBuffer.allocateDirect(8).position(5);
        ByteBuffer fixed = ByteBuffer.allocate(100).asReadOnlyBuffer();
        assertRefused("size: -1", () -> io.ioctlPtr(read.num(), 0xC004_5FFFL, bytes, -1));
        assertRefused("size: 3, but the structure has 4 bytes", () -> io.ioctlPtr(read.num(), FIONREAD, bytes, 3));
        assertRefused("argument: 100 bytes, but", () -> io.ioctlPtr(read.num(), 0xC004_5FFFL, bytes, 101));
        assertRefused("argument: 3 bytes, but", () -> io.ioctlPtr(read.num(), 0xC004_5FFFL, late, 4));
        assertRefused("argument: a read-only", () -> io.ioctlPtr(read.num(), 0xC004_5FFFL, fixed, 4));
        assertRefused("request: ", () -> io.ioctlPtr(read.num(), FIOCLEX, bytes, 4));
        assertRefused("size: -1", () -> io.fcntlPtr(read.num(), 424242, bytes, -1));
        assertRefused("size: 3, but the structure", () -> io.fcntlPtr(read.num(), F_GETLK, bytes, 3));
        assertRefused("argument: 100 bytes, but", () -> io.fcntlPtr(read.num(), 424242, bytes, 101));
        assertRefused("argument: 3 bytes, but", () -> io.fcntlPtr(read.num(), 424242, late, 4));
        assertRefused("argument: a read-only", () -> io.fcntlPtr(read.num(), 424242, fixed, 4));
        assertRefused("command: ", () -> io.fcntlPtr(read.num(), F_DUPFD, bytes, 4));
    }

    @Test
    void aStructureHasToBeThereAndWhole() throws IOException {
        ByteBuffer late = ByteBuffer.allocateDirect(8).position(5);
        ByteBuffer narrow = ByteBuffer.allocate(8).limit(3);
        ByteBuffer fixed = ByteBuffer.allocate(8).asReadOnlyBuffer();
        assertThrows(IllegalArgumentException.class, () -> io.ioctlPtr(read.num(), FIONREAD, new byte[3]));
        assertThrows(IllegalArgumentException.class, () -> io.ioctlPtr(read.num(), FIONREAD, late));
        assertThrows(IllegalArgumentException.class, () -> io.ioctlPtr(read.num(), FIONREAD, narrow));
        assertThrows(IllegalArgumentException.class, () -> io.ioctlPtr(read.num(), FIONREAD, fixed));
        assertThrows(NullPointerException.class, () -> io.ioctlPtr(read.num(), FIONREAD, (byte[]) null));
        assertThrows(NullPointerException.class, () -> io.ioctlPtr(read.num(), FIONREAD, (ByteBuffer) null));
    }

    @Test
    void fcntlPtrTakesAndGivesAStructure() throws IOException {
        Path path = file("file", "content");
        try (Fd fd = open(path, O_RDWR)) {
            Flock lock = io.newFlock().type(F_RDLCK).start(7L << 32).len(3).pid(99);
            byte[] bytes = ((Struct) lock).bytes();
            ByteBuffer padded = ByteBuffer.allocateDirect(bytes.length + 9).put(filled(bytes.length + 9));
            padded.put(5, bytes).position(5);
            assertEquals(0, io.fcntlPtr(fd.num(), F_GETLK, padded));
            assertEquals(5, padded.position());
            byte[] all = new byte[bytes.length + 9];
            padded.get(0, all);
            System.arraycopy(all, 5, bytes, 0, bytes.length);
            assertEquals(F_UNLCK, lock.type());
            assertEquals(7L << 32, lock.start());
            Arrays.fill(all, 5, 5 + bytes.length, (byte) 0x55);
            assertArrayEquals(filled(all.length), all);
            lock.type(F_WRLCK);
            assertEquals(0, io.fcntlPtr(fd.num(), F_SETLK, bytes));
        }
    }

    @Test
    void fcntlPtrThatFailsSaysWhyAndWritesNothing() throws IOException {
        Path path = file("file", "content");
        byte[] bytes = filled(((Struct) io.newFlock()).bytes().length);
        ErrnoException thrown = assertErrno(EBADF, () -> io.fcntlPtr(NOT_OPEN, F_GETLK, bytes));
        assertEquals("fcntl", thrown.call());
        assertEquals("fd " + NOT_OPEN, thrown.subject());
        try (Fd fd = open(path, O_RDONLY)) {
            assertErrno(EINVAL, () -> io.fcntlPtr(fd.num(), F_SETLK, bytes));
            byte[] less = Arrays.copyOf(bytes, bytes.length - 1);
            ByteBuffer fixed = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
            assertThrows(IllegalArgumentException.class, () -> io.fcntlPtr(fd.num(), F_GETLK, less));
            assertThrows(IllegalArgumentException.class, () -> io.fcntlPtr(fd.num(), F_GETLK, fixed));
            assertThrows(IllegalArgumentException.class, () -> io.fcntlPtr(fd.num(), F_DUPFD, bytes));
            assertThrows(IllegalArgumentException.class, () -> io.fcntlPtr(fd.num(), 424242, bytes));
            assertThrows(NullPointerException.class, () -> io.fcntlPtr(fd.num(), F_GETLK, (byte[]) null));
        }
        assertArrayEquals(filled(bytes.length), bytes);
    }

    private static ByteBuffer ints(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0x55);
        return bytes;
    }
}
