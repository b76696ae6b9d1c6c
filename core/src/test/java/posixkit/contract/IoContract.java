package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EFAULT;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EISDIR;
import static posixkit.constants.Errno.EPIPE;
import static posixkit.constants.Errno.ESPIPE;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Fcntl.F_GETFL;
import static posixkit.constants.Fcntl.F_GETLK;
import static posixkit.constants.Fcntl.F_RDLCK;
import static posixkit.constants.Fcntl.F_SETFL;
import static posixkit.constants.FlockOperation.LOCK_UN;
import static posixkit.constants.Ioctl.FIOCLEX;
import static posixkit.constants.Ioctl.FIONREAD;
import static posixkit.constants.Open.O_APPEND;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.Seek.SEEK_CUR;
import static posixkit.constants.Seek.SEEK_END;
import static posixkit.constants.Seek.SEEK_SET;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.file.Io;
import posixkit.file.Stat;
import posixkit.file.Statfs;
import posixkit.file.Statvfs;
import posixkit.testing.Arenas;
import posixkit.testing.Descriptors;
import posixkit.testing.HighFd;
import posixkit.testing.NeedsJdk;
import posixkit.testing.NeedsProc;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/** What {@link Io} promises on every system. The JDK's own file operations are the oracle. */
@ExtendWith(Descriptors.class)
public abstract class IoContract {
    /** No other thread of the JVM opens a descriptor of this number, because the kernel always takes the lowest free one. */
    private static final int UNUSED = 700;

    private static final int NOT_OPEN = 1_000_000;

    private final Posix posix = Posix.get();
    private final Io io = posix.io();

    @TempDir
    Path dir;

    /** Where a buffer's bytes live, and which part of it is in use. */
    enum Kind {
        HEAP {
            @Override
            ByteBuffer of(int capacity) {
                return ByteBuffer.allocate(capacity);
            }
        },
        DIRECT {
            @Override
            ByteBuffer of(int capacity) {
                return ByteBuffer.allocateDirect(capacity);
            }
        },
        HEAP_SLICE {
            @Override
            ByteBuffer of(int capacity) {
                return ByteBuffer.allocate(capacity + 7)
                        .position(5)
                        .limit(5 + capacity)
                        .slice();
            }
        },
        DIRECT_SLICE {
            @Override
            ByteBuffer of(int capacity) {
                return ByteBuffer.allocateDirect(capacity + 7)
                        .position(5)
                        .limit(5 + capacity)
                        .slice();
            }
        };

        abstract ByteBuffer of(int capacity);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void readFillsFromThePositionOnAndNothingElse(Kind kind) throws IOException {
        ByteBuffer buffer = filled(kind.of(16), (byte) 0x55).position(2).limit(10);
        try (Fd fd = open(file("abc"), O_RDONLY)) {
            assertEquals(3, io.read(fd.num(), buffer));
            assertEquals(5, buffer.position());
            assertEquals(10, buffer.limit());
            assertEquals(0, io.read(fd.num(), buffer), "at the end");
            assertEquals(5, buffer.position());
        }
        byte[] expected = filled(new byte[16], (byte) 0x55);
        System.arraycopy(bytes("abc"), 0, expected, 2, 3);
        assertArrayEquals(expected, contents(buffer, 16));
    }

    @Test
    void threeBytesReadLeaveTheOtherThirteenOfAnArray() throws IOException {
        byte[] array = filled(new byte[16], (byte) 0x55);
        try (Fd fd = open(file("abc"), O_RDONLY)) {
            assertEquals(3, io.read(fd.num(), array));
        }
        byte[] expected = filled(new byte[16], (byte) 0x55);
        System.arraycopy(bytes("abc"), 0, expected, 0, 3);
        assertArrayEquals(expected, array);
    }

    @Test
    void readIntoAPieceOfAnArrayTouchesNothingAround() throws IOException {
        byte[] array = filled(new byte[8], (byte) 0x55);
        try (Fd fd = open(file("abcdef"), O_RDONLY)) {
            assertEquals(2, io.read(fd.num(), array, 3, 2));
        }
        assertArrayEquals(new byte[] {0x55, 0x55, 0x55, 'a', 'b', 0x55, 0x55, 0x55}, array);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aFailingReadMovesNothingAndWritesNothing(Kind kind) {
        ByteBuffer buffer = filled(kind.of(8), (byte) 0x55).position(1);
        assertMinus(EBADF, io.readOrErrno(NOT_OPEN, buffer));
        assertErrno(EBADF, () -> io.read(NOT_OPEN, buffer));
        assertEquals(1, buffer.position());
        assertArrayEquals(filled(new byte[8], (byte) 0x55), contents(buffer, 8));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void readRefusesAReadOnlyBuffer(Kind kind) throws IOException {
        try (Fd fd = open(file("abc"), O_RDONLY)) {
            ByteBuffer buffer = kind.of(8).asReadOnlyBuffer();
            assertThrows(IllegalArgumentException.class, () -> io.read(fd.num(), buffer));
            assertThrows(IllegalArgumentException.class, () -> io.pread(fd.num(), buffer, 0));
            assertThrows(IllegalArgumentException.class, () -> io.readv(fd.num(), buffer));
            assertEquals(0, io.lseek(fd.num(), 0, SEEK_CUR), "nothing was read");
        }
    }

    @Test
    void piecesOutsideAnArrayAreRefused() {
        byte[] array = new byte[4];
        assertThrows(IndexOutOfBoundsException.class, () -> io.read(0, array, 2, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> io.read(0, array, -1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> io.write(0, array, 0, -1));
        assertThrows(NullPointerException.class, () -> io.read(0, (byte[]) null));
        assertThrows(NullPointerException.class, () -> io.write(0, (ByteBuffer) null));
    }

    @Test
    void readOnEmptyNonBlockingPipeIsMinusEagain() throws IOException {
        try (Pipe pipe = new Pipe()) {
            io.fcntl(pipe.read.num(), F_SETFL, O_NONBLOCK);
            assertMinus(EAGAIN, io.readOrErrno(pipe.read.num(), ByteBuffer.allocateDirect(4)));
            assertMinus(EAGAIN, io.readOrErrno(pipe.read.num(), new byte[4], 0, 4));
            assertErrno(EAGAIN, () -> io.read(pipe.read.num(), new byte[4]));
        }
    }

    @Test
    void readOfADirectoryIsEisdir() throws IOException {
        try (Fd fd = open(dir, O_RDONLY)) {
            assertErrno(EISDIR, () -> io.read(fd.num(), new byte[4]));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void writeTakesFromThePositionOn(Kind kind) throws IOException {
        Path path = dir.resolve("written");
        ByteBuffer buffer = kind.of(16).put(2, bytes("hello")).position(2).limit(7);
        try (Fd fd = open(path, O_WRONLY | O_CREAT)) {
            assertEquals(5, io.write(fd.num(), buffer));
            assertEquals(7, buffer.position());
            assertEquals(0, io.write(fd.num(), buffer), "nothing left to write");
            assertEquals(3, io.write(fd.num(), bytes("xabcx"), 1, 3));
        }
        assertEquals("helloabc", Files.readString(path));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void writeTakesAReadOnlyBuffer(Kind kind) throws IOException {
        Path path = dir.resolve("written");
        ByteBuffer buffer = kind.of(2).put(0, bytes("ok")).asReadOnlyBuffer();
        try (Fd fd = open(path, O_WRONLY | O_CREAT)) {
            assertEquals(2, io.write(fd.num(), buffer));
        }
        assertEquals("ok", Files.readString(path));
    }

    @Test
    void writeToAPipeNobodyReadsIsEpipe() throws IOException {
        try (Pipe pipe = new Pipe()) {
            pipe.read.close();
            assertErrno(EPIPE, () -> io.write(pipe.write.num(), bytes("x")));
            assertMinus(EPIPE, io.writeOrErrno(pipe.write.num(), bytes("x"), 0, 1));
        }
    }

    @Test
    void fullNonBlockingPipeTakesPartThenIsMinusEagain() throws IOException {
        try (Pipe pipe = new Pipe()) {
            io.fcntl(pipe.write.num(), F_SETFL, O_NONBLOCK);
            byte[] much = new byte[1 << 20];
            int taken = io.write(pipe.write.num(), much);
            assertTrue(taken > 0 && taken < much.length, "took " + taken);
            assertMinus(EAGAIN, io.writeOrErrno(pipe.write.num(), ByteBuffer.wrap(much)));
        }
    }

    /** A direct one in a single call, another a piece at a time. */
    @ParameterizedTest
    @MethodSource("kinds")
    void buffersLargerThanAnyScratchArriveWhole(Kind kind) throws IOException {
        byte[] content = new byte[3_000_001];
        new Random(7).nextBytes(content);
        int calls = kind == Kind.DIRECT || kind == Kind.DIRECT_SLICE ? 1 : 3;
        Path path = dir.resolve("large");
        ByteBuffer buffer = kind.of(content.length).put(0, content);
        try (Fd fd = open(path, O_RDWR | O_CREAT)) {
            for (int call = 0; call < calls; call++) {
                io.write(fd.num(), buffer);
            }
            assertEquals(content.length, buffer.position());
            assertArrayEquals(content, Files.readAllBytes(path));
            filled(buffer, (byte) 0).clear();
            for (int call = 0; call < calls; call++) {
                io.pread(fd.num(), buffer, buffer.position());
            }
            assertEquals(content.length, buffer.position());
        }
        assertArrayEquals(content, contents(buffer, content.length));
    }

    @Test
    void severalLargeBuffersArriveWhole() throws IOException {
        byte[] content = new byte[3_000_001];
        new Random(8).nextBytes(content);
        ByteBuffer first = ByteBuffer.wrap(content, 0, 700_000).slice();
        ByteBuffer second =
                ByteBuffer.wrap(content, 700_000, content.length - 700_000).slice();
        Path path = dir.resolve("large");
        try (Fd fd = open(path, O_RDWR | O_CREAT)) {
            while (second.hasRemaining()) {
                assertTrue(io.writev(fd.num(), first, second) > 0);
            }
            assertArrayEquals(content, Files.readAllBytes(path));
            ByteBuffer head = ByteBuffer.allocate(2_000_000);
            ByteBuffer tail = ByteBuffer.allocateDirect(1_000_001);
            io.lseek(fd.num(), 0, SEEK_SET);
            while (tail.hasRemaining()) {
                assertTrue(io.readv(fd.num(), head, tail) > 0);
            }
            assertArrayEquals(Arrays.copyOf(content, 2_000_000), contents(head, 2_000_000));
            assertArrayEquals(Arrays.copyOfRange(content, 2_000_000, 3_000_001), contents(tail, 1_000_001));
        }
    }

    /** Another thread that moves the buffer about may spoil its content, and nothing else. */
    @Test
    void aBufferUsedByTwoThreadsHarmsNobody() throws Exception {
        byte[] zeros = new byte[1 << 14];
        ByteBuffer around = ByteBuffer.allocateDirect(3 << 14);
        ByteBuffer shared = around.slice(1 << 14, 1 << 14);
        ByteBuffer heap = ByteBuffer.allocate(1 << 14);
        AtomicBoolean done = new AtomicBoolean();
        Thread mover = new Thread(() -> {
            while (!done.get()) {
                shared.position((1 << 14) - 5);
                heap.position((1 << 14) - 5);
                shared.clear();
                heap.clear();
            }
        });
        mover.start();
        try (Fd fd = open(Path.of("/dev/urandom"), O_RDONLY)) {
            for (int i = 0; i < 20_000; i++) {
                io.readOrErrno(fd.num(), shared);
                io.readOrErrno(fd.num(), heap);
            }
        } finally {
            done.set(true);
            mover.join();
        }
        assertArrayEquals(zeros, contents(around.slice(0, 1 << 14), 1 << 14));
        assertArrayEquals(zeros, contents(around.slice(2 << 14, 1 << 14), 1 << 14));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void preadAndPwriteBeyondFourGibLeaveThePlaceAlone(Kind kind) throws IOException {
        long far = (5L << 30) + 3;
        Path path = dir.resolve("sparse");
        try (Fd fd = open(path, O_RDWR | O_CREAT)) {
            assertEquals(4, io.pwrite(fd.num(), kind.of(4).put(0, bytes("deep")), far));
            assertEquals(0, io.lseek(fd.num(), 0, SEEK_CUR));
            assertEquals(far + 4, Files.size(path));
            ByteBuffer back = kind.of(8);
            assertEquals(4, io.pread(fd.num(), back, far));
            assertEquals(4, back.position());
            assertArrayEquals(bytes("deep"), contents(back, 4));
            assertEquals(0, io.lseek(fd.num(), 0, SEEK_CUR));
            assertEquals(0, io.pread(fd.num(), kind.of(4), far + 4), "at the end");
        }
    }

    @Test
    void preadAndPwriteFailWithTheirErrno() throws IOException {
        try (Pipe pipe = new Pipe();
                Fd fd = open(file("abc"), O_RDWR)) {
            assertErrno(ESPIPE, () -> io.pread(pipe.read.num(), ByteBuffer.allocate(1), 0));
            assertErrno(ESPIPE, () -> io.pwrite(pipe.write.num(), ByteBuffer.allocate(1), 0));
            assertErrno(EINVAL, () -> io.pread(fd.num(), ByteBuffer.allocate(1), -1));
            assertErrno(EINVAL, () -> io.pwrite(fd.num(), ByteBuffer.allocate(1), -1));
            assertMinus(EBADF, io.preadOrErrno(NOT_OPEN, ByteBuffer.allocateDirect(1), 0));
            assertMinus(EBADF, io.pwriteOrErrno(NOT_OPEN, ByteBuffer.allocateDirect(1), 0));
        }
    }

    @Test
    void preadAndPwriteTakeAPieceOfAnArray() throws IOException {
        long far = (5L << 30) + 3;
        Path path = dir.resolve("sparse");
        try (Fd fd = open(path, O_RDWR | O_CREAT)) {
            assertEquals(3, io.pwrite(fd.num(), bytes("xabcx"), 1, 3, far));
            assertEquals(far + 3, Files.size(path));
            byte[] array = filled(new byte[8], (byte) 0x55);
            assertEquals(2, io.pread(fd.num(), array, 3, 2, far));
            assertArrayEquals(new byte[] {0x55, 0x55, 0x55, 'a', 'b', 0x55, 0x55, 0x55}, array);
            assertEquals(1, io.preadOrErrno(fd.num(), array, 0, 8, far + 2));
            assertArrayEquals(new byte[] {'c', 0x55, 0x55, 'a', 'b', 0x55, 0x55, 0x55}, array);
            assertEquals(1, io.pwriteOrErrno(fd.num(), bytes("Z"), 0, 1, 0));
            assertEquals(0, io.lseek(fd.num(), 0, SEEK_CUR));
            assertThrows(IndexOutOfBoundsException.class, () -> io.pread(fd.num(), array, 7, 2, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> io.pwrite(fd.num(), array, 0, -1, 0));
            assertErrno(EINVAL, () -> io.pread(fd.num(), array, 0, 1, -1));
            assertErrno(EINVAL, () -> io.pwrite(fd.num(), array, 0, 1, -1));
        }
    }

    private interface Plain {
        void call() throws IOException;
    }

    private record Faces(Plain plain, LongSupplier twin) {}

    /** Every call that takes a descriptor, in both forms. */
    private Map<String, Faces> calls(int fd) {
        ByteBuffer buffer = ByteBuffer.allocate(1);
        byte[] array = new byte[2000];
        Stat stat = io.newStat();
        Statfs statfs = io.newStatfs();
        Statvfs statvfs = io.newStatvfs();
        Timespec timespec = posix.clocks().newTimespec();
        Timeval timeval = posix.clocks().newTimeval();
        Instant instant = Instant.EPOCH;
        return Map.ofEntries(
                Map.entry("read", new Faces(() -> io.read(fd, buffer), () -> io.readOrErrno(fd, buffer))),
                Map.entry("read array", new Faces(() -> io.read(fd, array), () -> io.readOrErrno(fd, array, 0, 1))),
                Map.entry("write", new Faces(() -> io.write(fd, buffer), () -> io.writeOrErrno(fd, buffer))),
                Map.entry("write array", new Faces(() -> io.write(fd, array), () -> io.writeOrErrno(fd, array, 0, 1))),
                Map.entry("pread", new Faces(() -> io.pread(fd, buffer, 0), () -> io.preadOrErrno(fd, buffer, 0))),
                Map.entry(
                        "pread array",
                        new Faces(() -> io.pread(fd, array, 0, 1, 0), () -> io.preadOrErrno(fd, array, 0, 1, 0))),
                Map.entry("pwrite", new Faces(() -> io.pwrite(fd, buffer, 0), () -> io.pwriteOrErrno(fd, buffer, 0))),
                Map.entry(
                        "pwrite array",
                        new Faces(() -> io.pwrite(fd, array, 0, 1, 0), () -> io.pwriteOrErrno(fd, array, 0, 1, 0))),
                Map.entry("readv", new Faces(() -> io.readv(fd, buffer), () -> io.readvOrErrno(fd, buffer))),
                Map.entry("writev", new Faces(() -> io.writev(fd, buffer), () -> io.writevOrErrno(fd, buffer))),
                Map.entry("close", new Faces(() -> io.close(fd), () -> io.closeOrErrno(fd))),
                Map.entry("lseek", new Faces(() -> io.lseek(fd, 0, SEEK_CUR), () -> io.lseekOrErrno(fd, 0, SEEK_CUR))),
                Map.entry("fstat", new Faces(() -> io.fstat(fd, stat), () -> io.fstatOrErrno(fd, stat))),
                Map.entry("fcntl", new Faces(() -> io.fcntl(fd, F_GETFL, 0), () -> io.fcntlOrErrno(fd, F_GETFL, 0))),
                Map.entry(
                        "fcntl lock",
                        new Faces(
                                () -> io.fcntl(fd, F_GETLK, io.newFlock().type(F_RDLCK)),
                                () -> io.fcntlOrErrno(fd, F_GETLK, io.newFlock().type(F_RDLCK)))),
                Map.entry(
                        "fcntlPtr",
                        new Faces(() -> io.fcntlPtr(fd, F_GETLK, array), () -> io.fcntlPtrOrErrno(fd, F_GETLK, array))),
                Map.entry(
                        "fcntlPtr buffer",
                        new Faces(
                                () -> io.fcntlPtr(fd, F_GETLK, ByteBuffer.wrap(array)),
                                () -> io.fcntlPtrOrErrno(fd, F_GETLK, ByteBuffer.wrap(array)))),
                Map.entry(
                        "fcntlPtr size",
                        new Faces(
                                () -> io.fcntlPtr(fd, F_GETLK, array, 100),
                                () -> io.fcntlPtrOrErrno(fd, F_GETLK, array, 100))),
                Map.entry(
                        "fcntlPtr buffer size",
                        new Faces(
                                () -> io.fcntlPtr(fd, F_GETLK, ByteBuffer.wrap(array), 100),
                                () -> io.fcntlPtrOrErrno(fd, F_GETLK, ByteBuffer.wrap(array), 100))),
                Map.entry("flock", new Faces(() -> io.flock(fd, LOCK_UN), () -> io.flockOrErrno(fd, LOCK_UN))),
                Map.entry("ioctl", new Faces(() -> io.ioctl(fd, FIOCLEX, 0), () -> io.ioctlOrErrno(fd, FIOCLEX, 0))),
                Map.entry(
                        "ioctlPtr",
                        new Faces(
                                () -> io.ioctlPtr(fd, FIONREAD, array), () -> io.ioctlPtrOrErrno(fd, FIONREAD, array))),
                Map.entry(
                        "ioctlPtr buffer",
                        new Faces(
                                () -> io.ioctlPtr(fd, FIONREAD, ByteBuffer.wrap(array)),
                                () -> io.ioctlPtrOrErrno(fd, FIONREAD, ByteBuffer.wrap(array)))),
                Map.entry(
                        "ioctlPtr size",
                        new Faces(
                                () -> io.ioctlPtr(fd, FIONREAD, array, 4),
                                () -> io.ioctlPtrOrErrno(fd, FIONREAD, array, 4))),
                Map.entry(
                        "ioctlPtr buffer size",
                        new Faces(
                                () -> io.ioctlPtr(fd, FIONREAD, ByteBuffer.wrap(array), 4),
                                () -> io.ioctlPtrOrErrno(fd, FIONREAD, ByteBuffer.wrap(array), 4))),
                Map.entry("dup", new Faces(() -> io.dup(fd), () -> io.dupOrErrno(fd))),
                Map.entry("dup2", new Faces(() -> io.dup2(fd, fd), () -> io.dup2OrErrno(fd, fd))),
                Map.entry(
                        "dup3",
                        new Faces(() -> io.dup3(fd, NOT_OPEN - 1, 0), () -> io.dup3OrErrno(fd, NOT_OPEN - 1, 0))),
                Map.entry("ftruncate", new Faces(() -> io.ftruncate(fd, 0), () -> io.ftruncateOrErrno(fd, 0))),
                Map.entry("fsync", new Faces(() -> io.fsync(fd), () -> io.fsyncOrErrno(fd))),
                Map.entry("fdatasync", new Faces(() -> io.fdatasync(fd), () -> io.fdatasyncOrErrno(fd))),
                Map.entry("fchmod", new Faces(() -> io.fchmod(fd, 0600), () -> io.fchmodOrErrno(fd, 0600))),
                Map.entry("fchown", new Faces(() -> io.fchown(fd, -1, -1), () -> io.fchownOrErrno(fd, -1, -1))),
                Map.entry(
                        "futimes",
                        new Faces(
                                () -> io.futimes(fd, timeval, timeval), () -> io.futimesOrErrno(fd, timeval, timeval))),
                Map.entry("futimes now", new Faces(() -> io.futimes(fd), () -> io.futimesOrErrno(fd))),
                Map.entry(
                        "futimens",
                        new Faces(
                                () -> io.futimens(fd, timespec, timespec),
                                () -> io.futimensOrErrno(fd, timespec, timespec))),
                Map.entry(
                        "futimens instant",
                        new Faces(
                                () -> io.futimens(fd, instant, instant),
                                () -> io.futimensOrErrno(fd, instant, instant))),
                Map.entry("fstatfs", new Faces(() -> io.fstatfs(fd, statfs), () -> io.fstatfsOrErrno(fd, statfs))),
                Map.entry(
                        "fstatvfs", new Faces(() -> io.fstatvfs(fd, statvfs), () -> io.fstatvfsOrErrno(fd, statvfs))));
    }

    /** Calls that a plain file takes as they stand above. */
    private static final List<String> DONE_TO_A_FILE = List.of(
            "read",
            "write",
            "pread",
            "pwrite",
            "pread array",
            "pwrite array",
            "readv",
            "writev",
            "lseek",
            "fstat",
            "fcntl",
            "fcntl lock",
            "flock",
            "ioctl",
            "ioctlPtr",
            "dup2",
            "ftruncate",
            "fsync",
            "fdatasync",
            "fchmod",
            "fchown",
            "futimes",
            "futimes now",
            "futimens",
            "futimens instant",
            "fstatfs",
            "fstatvfs");

    @Test
    void bothFacesFailWithTheSameErrno() {
        calls(NOT_OPEN).forEach((name, faces) -> {
            long result = faces.twin.getAsLong();
            ErrnoException thrown = assertThrows(ErrnoException.class, faces.plain::call, name);
            assertEquals(-EBADF, result, name);
            assertEquals(EBADF, thrown.errno(), name);
            assertEquals("fd " + NOT_OPEN, thrown.subject(), name);
            assertEquals(name.split(" ")[0].replace("Ptr", ""), thrown.call());
        });
    }

    @Test
    void bothFacesSucceed() throws IOException {
        try (Fd fd = open(file("content"), O_RDWR)) {
            Map<String, Faces> calls = calls(fd.num());
            for (String name : DONE_TO_A_FILE) {
                assertTrue(calls.get(name).twin.getAsLong() >= 0, name);
                calls.get(name).plain.call();
            }
            int copy = io.dupOrErrno(fd.num());
            assertEquals(FD_CLOEXEC, io.fcntlOrErrno(copy, F_GETFD, 0));
            assertEquals(copy, io.dup3OrErrno(fd.num(), copy, 0));
            assertEquals(0, io.closeOrErrno(copy));
            int high = HighFd.of(fd.num(), UNUSED).release();
            assertEquals(0, io.closeOrErrno(high));
            assertMinus(EBADF, io.closeOrErrno(high));
            Stat stat = io.newStat();
            assertEquals(0, io.fstatOrErrno(fd.num(), stat));
            assertEquals(io.fstat(fd.num()).ino(), stat.ino());
            Statfs statfs = io.newStatfs();
            assertEquals(0, io.fstatfsOrErrno(fd.num(), statfs));
            assertEquals(io.fstatfs(fd.num()).blocks(), statfs.blocks());
        }
    }

    @Test
    void argumentsThatAreNullAreNamed() {
        ByteBuffer buffer = ByteBuffer.allocate(1);
        assertNamed("into", () -> io.read(NOT_OPEN, (ByteBuffer) null));
        assertNamed("into", () -> io.read(NOT_OPEN, null, 0, 0));
        assertNamed("into", () -> io.pread(NOT_OPEN, (ByteBuffer) null, 0));
        assertNamed("into", () -> io.pread(NOT_OPEN, null, 0, 0, 0));
        assertNamed("into", () -> io.readv(NOT_OPEN, (ByteBuffer[]) null));
        assertNamed("from", () -> io.write(NOT_OPEN, (ByteBuffer) null));
        assertNamed("from", () -> io.write(NOT_OPEN, null, 0, 0));
        assertNamed("from", () -> io.pwrite(NOT_OPEN, (ByteBuffer) null, 0));
        assertNamed("from", () -> io.pwrite(NOT_OPEN, null, 0, 0, 0));
        assertNamed("from", () -> io.writev(NOT_OPEN, (ByteBuffer[]) null));
        assertNamed("a buffer", () -> io.readv(NOT_OPEN, buffer, null));
        assertNamed("a buffer", () -> io.writev(NOT_OPEN, buffer, null));
        assertNamed("into", () -> io.fstat(NOT_OPEN, null));
        assertNamed("into", () -> io.fstatfs(NOT_OPEN, null));
        assertNamed("into", () -> io.fstatvfs(NOT_OPEN, null));
        assertNamed("lock", () -> io.fcntl(NOT_OPEN, F_GETLK, null));
        assertNamed("argument", () -> io.fcntlPtr(NOT_OPEN, F_GETLK, (byte[]) null));
        assertNamed("argument", () -> io.fcntlPtr(NOT_OPEN, F_GETLK, (ByteBuffer) null, 4));
        assertNamed("argument", () -> io.ioctlPtr(NOT_OPEN, FIONREAD, (ByteBuffer) null));
        assertNamed("argument", () -> io.ioctlPtr(NOT_OPEN, FIONREAD, (byte[]) null, 4));
        assertNamed("atime", () -> io.futimens(NOT_OPEN, null, Instant.EPOCH));
        assertNamed("mtime", () -> io.futimens(NOT_OPEN, Instant.EPOCH, null));
        assertNamed("atime", () -> io.futimens(NOT_OPEN, (Timespec) null, null));
        assertNamed("atime", () -> io.futimes(NOT_OPEN, null, null));
    }

    private static void assertNamed(String argument, Plain call) {
        String message =
                assertThrows(NullPointerException.class, call::call, argument).getMessage();
        assertTrue(message.startsWith(argument), message);
    }

    /** Whatever another thread puts into the array: memory of a read-only buffer is not written to. */
    @Test
    void anArrayOfBuffersThatAnotherThreadChangesHarmsNobody() throws Exception {
        ByteBuffer writable = ByteBuffer.allocateDirect(64);
        ByteBuffer zeros = ByteBuffer.allocateDirect(64);
        ByteBuffer fixed = zeros.asReadOnlyBuffer();
        ByteBuffer[] buffers = {writable};
        AtomicBoolean done = new AtomicBoolean();
        Thread changer = new Thread(() -> {
            while (!done.get()) {
                buffers[0] = fixed;
                buffers[0] = writable;
            }
        });
        changer.start();
        try (Fd fd = open(Path.of("/dev/urandom"), O_RDONLY)) {
            for (int i = 0; i < 50_000; i++) {
                writable.clear();
                try {
                    io.readvOrErrno(fd.num(), buffers);
                } catch (IllegalArgumentException refused) {
                    assertTrue(refused.getMessage().contains("read-only"), refused.getMessage());
                }
            }
        } finally {
            done.set(true);
            changer.join();
        }
        assertArrayEquals(new byte[64], contents(zeros, 64));
    }

    /** The pages of a mapped file that somebody cut are gone. The kernel says so, and the JVM lives. */
    @Test
    void aMappedBufferBeyondTheEndOfItsFileIsEfault() throws IOException {
        int page = posix.host().getpagesize();
        Path path = Files.write(dir.resolve("mapped"), new byte[2 * page]);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                Fd zero = open(Path.of("/dev/zero"), O_RDONLY);
                Pipe pipe = new Pipe()) {
            ByteBuffer mapped = channel.map(MapMode.READ_WRITE, 0, 2L * page);
            channel.truncate(0);
            assertErrno(EFAULT, () -> io.read(zero.num(), mapped));
            assertErrno(EFAULT, () -> io.readv(zero.num(), mapped));
            assertErrno(EFAULT, () -> io.write(pipe.write.num(), mapped));
            assertErrno(EFAULT, () -> io.writev(pipe.write.num(), mapped));
            io.write(pipe.write.num(), bytes("kept"));
            assertMinus(EFAULT, io.readOrErrno(pipe.read.num(), mapped));
            assertEquals(0, mapped.position());
            byte[] back = new byte[9];
            assertEquals(4, io.read(pipe.read.num(), back), "the bytes are still in the pipe");
            posix.files().truncate(path.toString(), page);
            int some = io.readOrErrno(zero.num(), mapped);
            assertTrue(some == -EFAULT || some > 0 && some <= page, "" + some);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"global", "ofAuto", "ofConfined", "ofShared"})
    @NeedsJdk(22)
    void buffersOfArenasAreReadAndWritten(String factory) throws Exception {
        ByteBuffer around = Arenas.make(factory).buffer(16);
        ByteBuffer buffer = filled(around, (byte) 0x55).slice(4, 8);
        Path path = dir.resolve("arena");
        try (Fd fd = open(path, O_RDWR | O_CREAT)) {
            buffer.put(0, bytes("12345678"));
            assertEquals(8, io.write(fd.num(), buffer));
            assertEquals(8, io.writev(fd.num(), buffer.flip(), ByteBuffer.allocateDirect(0)));
            assertEquals(3, io.pwrite(fd.num(), buffer.position(5), 0));
            assertEquals("6784567812345678", Files.readString(path));
            filled(around, (byte) 0x55);
            assertEquals(2, io.pread(fd.num(), buffer.clear().limit(2), 14));
            assertEquals(2, buffer.position());
            assertArrayEquals(bytes("UUUU78UUUUUUUUUU"), contents(around, 16));
            io.lseek(fd.num(), 0, SEEK_SET);
            assertEquals(3, io.read(fd.num(), buffer.limit(5)));
            assertEquals(5, buffer.position());
            ByteBuffer heap = ByteBuffer.allocate(2);
            assertEquals(5, io.readv(fd.num(), heap, buffer.limit(8)));
            assertArrayEquals(bytes("45"), contents(heap, 2));
            assertArrayEquals(bytes("UUUU78678678UUUU"), contents(around, 16));
            ByteBuffer fixed = buffer.clear().asReadOnlyBuffer();
            assertEquals(8, io.pwrite(fd.num(), fixed, 0));
            assertEquals("7867867812345678", Files.readString(path));
            assertThrows(IllegalArgumentException.class, () -> io.read(fd.num(), buffer.asReadOnlyBuffer()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ofConfined", "ofShared"})
    @NeedsJdk(22)
    void aBufferOfAClosedArenaIsRefusedBeforeTheCall(String factory) throws Exception {
        Arenas.Arena arena = Arenas.make(factory);
        ByteBuffer buffer = arena.buffer(8);
        arena.close();
        try (Fd fd = open(file("content"), O_RDWR)) {
            assertThrows(IllegalStateException.class, () -> io.read(fd.num(), buffer));
            assertThrows(IllegalStateException.class, () -> io.readv(fd.num(), ByteBuffer.allocate(1), buffer));
            assertThrows(IllegalStateException.class, () -> io.pread(fd.num(), buffer, 0));
            assertThrows(IllegalStateException.class, () -> io.write(fd.num(), buffer));
            assertThrows(IllegalStateException.class, () -> io.writev(fd.num(), ByteBuffer.allocate(1), buffer));
            assertThrows(IllegalStateException.class, () -> io.pwrite(fd.num(), buffer, 0));
            assertEquals(0, io.lseek(fd.num(), 0, SEEK_CUR));
        }
    }

    @Test
    @NeedsJdk(22)
    void aBufferOfAnotherThreadsArenaIsRefused() throws Exception {
        ByteBuffer confined = Arenas.make("ofConfined").buffer(8);
        try (Fd fd = open(file("content"), O_RDWR)) {
            FutureTask<RuntimeException> elsewhere = new FutureTask<>(
                    () -> assertThrows(RuntimeException.class, () -> io.readOrErrno(fd.num(), confined)));
            new Thread(elsewhere).start();
            assertEquals("WrongThreadException", elsewhere.get().getClass().getSimpleName());
            assertEquals(0, io.lseek(fd.num(), 0, SEEK_CUR));
        }
    }

    /** What is freed is soon somebody else's: here the canaries'. */
    @ParameterizedTest
    @NeedsProc
    @ValueSource(booleans = {false, true})
    @NeedsJdk(22)
    void memoryOfAnArenaThatIsClosedDuringAReadIsNotWrittenTo(boolean isVector) throws Exception {
        int size = 1 << 20;
        Arenas.Arena arena = Arenas.make("ofShared");
        ByteBuffer buffer = arena.buffer(size);
        try (Pipe pipe = new Pipe()) {
            FutureTask<IllegalStateException> reader =
                    new FutureTask<>(() -> assertThrows(IllegalStateException.class, () -> {
                        long result = isVector
                                ? io.readvOrErrno(pipe.read.num(), buffer)
                                : io.readOrErrno(pipe.read.num(), buffer);
                        throw new AssertionError("read returned " + result);
                    }));
            new Thread(reader).start();
            awaitReader(pipe.read.num());
            boolean isHeld = false;
            try {
                arena.close();
            } catch (InvocationTargetException e) {
                isHeld = true;
            }
            assertEquals(false, isHeld);
            ByteBuffer[] canaries = new ByteBuffer[16];
            for (int i = 0; i < canaries.length; i++) {
                canaries[i] = filled(ByteBuffer.allocateDirect(size), (byte) 0x55);
            }
            io.write(pipe.write.num(), new byte[4096]);
            assertTrue(
                    reader.get().getMessage().contains("closed"), reader.get().getMessage());
            byte[] untouched = filled(new byte[size], (byte) 0x55);
            for (ByteBuffer canary : canaries) {
                assertArrayEquals(untouched, contents(canary, size));
            }
        }
    }

    /** Waits until a thread of this process is in a call whose first argument is the descriptor. */
    private static void awaitReader(int fd) throws IOException {
        long patience = System.nanoTime() + 30_000_000_000L;
        String argument = " 0x" + Integer.toHexString(fd) + " ";
        while (true) {
            try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
                if (tasks.anyMatch(task -> call(task).contains(argument))) {
                    return;
                }
            }
            assertTrue(System.nanoTime() < patience, "nobody reads");
            Thread.onSpinWait();
        }
    }

    /** The number and the first argument of the call a thread is in; else, or if the thread has ended, something shorter. */
    private static String call(Path task) {
        try {
            String[] words = Files.readString(task.resolve("syscall")).split(" ");
            return words.length < 3 ? "" : words[0] + " " + words[1] + " ";
        } catch (IOException ended) {
            if (Files.exists(task)) {
                throw new UncheckedIOException(ended);
            }
            return "";
        }
    }

    @Test
    void readvFillsBuffersInTurnAndStopsWhereTheDataDoes() throws IOException {
        ByteBuffer first =
                filled(ByteBuffer.allocate(4), (byte) 0x55).position(1).limit(3);
        ByteBuffer none = ByteBuffer.allocate(0);
        ByteBuffer second = filled(ByteBuffer.allocateDirect(6), (byte) 0x55);
        ByteBuffer third = filled(ByteBuffer.allocate(2), (byte) 0x55);
        try (Fd fd = open(file("abcdef"), O_RDONLY)) {
            assertEquals(6, io.readv(fd.num(), first, none, second, third));
            assertEquals(0, io.readv(fd.num(), third));
        }
        assertArrayEquals(new byte[] {0x55, 'a', 'b', 0x55}, contents(first, 4));
        assertArrayEquals(new byte[] {'c', 'd', 'e', 'f', 0x55, 0x55}, contents(second, 6));
        assertArrayEquals(new byte[] {0x55, 0x55}, contents(third, 2));
        assertEquals(3, first.position());
        assertEquals(4, second.position());
        assertEquals(0, third.position());
    }

    @Test
    void writevGathersAndPositionsTellHowFarItCame() throws IOException {
        ByteBuffer first = ByteBuffer.wrap(bytes("xab"), 1, 2);
        ByteBuffer second = ByteBuffer.allocateDirect(3).put(0, bytes("cde"));
        Path path = dir.resolve("gathered");
        try (Fd fd = open(path, O_WRONLY | O_CREAT)) {
            assertEquals(5, io.writev(fd.num(), first, second.asReadOnlyBuffer(), ByteBuffer.allocate(0)));
        }
        assertEquals("abcde", Files.readString(path));
        assertEquals(0, first.remaining());

        try (Pipe pipe = new Pipe()) {
            io.fcntl(pipe.write.num(), F_SETFL, O_NONBLOCK);
            ByteBuffer small = ByteBuffer.allocate(10);
            ByteBuffer much = ByteBuffer.allocate(1 << 20);
            long taken = io.writev(pipe.write.num(), small, much);
            assertEquals(10, small.position());
            assertEquals(taken - 10, much.position());
            assertTrue(much.hasRemaining());
        }
    }

    @Test
    void readvAndWritevFailWithTheirErrno() {
        assertErrno(EBADF, () -> io.readv(NOT_OPEN, ByteBuffer.allocate(1)));
        assertErrno(EBADF, () -> io.writev(NOT_OPEN, ByteBuffer.allocate(1)));
        assertMinus(EBADF, io.readvOrErrno(NOT_OPEN, ByteBuffer.allocate(1)));
        assertMinus(EBADF, io.writevOrErrno(NOT_OPEN, ByteBuffer.allocate(1)));
        ByteBuffer[] tooMany =
                Stream.generate(() -> ByteBuffer.allocate(1)).limit(1025).toArray(ByteBuffer[]::new);
        assertErrno(EINVAL, () -> io.readv(0, tooMany));
    }

    @Test
    void closeFreesTheNumberOnce() throws IOException {
        try (Fd low = open(file("x"), O_RDONLY)) {
            int fd = HighFd.of(low.num(), UNUSED).release();
            io.close(fd);
            assertErrno(EBADF, () -> io.close(fd));
        }
        assertErrno(EBADF, () -> io.close(-1));
        Fd owned = open(file("y"), O_RDONLY);
        owned.close();
        owned.close();
        assertThrows(IllegalStateException.class, owned::num);
        assertThrows(IllegalStateException.class, owned::release);
        assertThrows(IllegalArgumentException.class, () -> Fd.own(-1));
    }

    @Test
    void lseekMovesAndTellsWhere() throws IOException {
        try (Fd fd = open(file("0123456789"), O_RDONLY);
                Pipe pipe = new Pipe()) {
            assertEquals(4, io.lseek(fd.num(), 4, SEEK_SET));
            byte[] one = new byte[1];
            io.read(fd.num(), one);
            assertEquals('4', one[0]);
            assertEquals(7, io.lseek(fd.num(), 2, SEEK_CUR));
            assertEquals(8, io.lseek(fd.num(), -2, SEEK_END));
            assertEquals(6L << 30, io.lseek(fd.num(), 6L << 30, SEEK_SET));
            assertErrno(EINVAL, () -> io.lseek(fd.num(), -1, SEEK_SET));
            assertErrno(EINVAL, () -> io.lseek(fd.num(), 0, 99));
            assertErrno(ESPIPE, () -> io.lseek(pipe.read.num(), 0, SEEK_CUR));
            assertErrno(EBADF, () -> io.lseek(NOT_OPEN, 0, SEEK_CUR));
        }
    }

    @Test
    void fstatKnowsWhatTheJdkKnows() throws IOException {
        Path path = file("some content");
        Stat stat;
        try (Fd fd = open(path, O_RDONLY)) {
            stat = io.fstat(fd.num());
            Stat reused = posix.files().newStat();
            assertEquals(0, io.fstatOrErrno(fd.num(), reused));
            assertEquals(stat.ino(), reused.ino());
        }
        assertEquals(Files.size(path), stat.size());
        assertEquals(Files.getAttribute(path, "unix:ino"), stat.ino());
        assertEquals(Files.getAttribute(path, "unix:mode"), stat.mode());
        assertErrno(EBADF, () -> io.fstat(NOT_OPEN));
        assertMinus(EBADF, io.fstatOrErrno(NOT_OPEN, posix.files().newStat()));
        assertThrows(NullPointerException.class, () -> io.fstatOrErrno(0, null));
    }

    @Test
    void descriptorsAreBornCloseOnExec() throws IOException {
        try (Fd fd = open(file("x"), O_RDONLY);
                Fd copy = Fd.own(io.dup(fd.num()));
                Pipe pipe = new Pipe()) {
            for (Fd born : new Fd[] {fd, copy, pipe.read, pipe.write}) {
                assertEquals(FD_CLOEXEC, io.fcntl(born.num(), F_GETFD, 0));
            }
        }
    }

    @Test
    void fcntlReadsAndSetsFlags() throws IOException {
        try (Fd fd = open(file("x"), O_RDWR | O_APPEND)) {
            int flags = io.fcntl(fd.num(), F_GETFL, 0);
            assertEquals(O_RDWR | O_APPEND, flags & (O_RDWR | O_WRONLY | O_APPEND | O_NONBLOCK));
            io.fcntl(fd.num(), F_SETFL, flags | O_NONBLOCK);
            assertEquals(O_NONBLOCK, io.fcntl(fd.num(), F_GETFL, 0) & O_NONBLOCK);
        }
        assertErrno(EBADF, () -> io.fcntl(NOT_OPEN, F_GETFL, 0));
    }

    /** As a number it would be an address, and whatever lies there would be overwritten. */
    @Test
    void fcntlRefusesCommandsThatTakeAnAddress() throws IOException {
        try (Fd fd = open(file("x"), O_RDWR)) {
            assertThrows(IllegalArgumentException.class, () -> io.fcntl(fd.num(), F_GETLK, 0x7000_0000));
            assertThrows(IllegalArgumentException.class, () -> io.fcntl(fd.num(), 424242, 0));
        }
    }

    @Test
    void dupSharesThePlaceInTheFile() throws IOException {
        try (Fd fd = open(file("0123"), O_RDONLY);
                Fd copy = Fd.own(io.dup(fd.num()))) {
            assertNotEquals(fd.num(), copy.num());
            io.lseek(fd.num(), 3, SEEK_SET);
            assertEquals(3, io.lseek(copy.num(), 0, SEEK_CUR));
        }
        assertErrno(EBADF, () -> io.dup(NOT_OPEN));
    }

    @Test
    void dup2ReplacesAndIsInherited() throws IOException {
        try (Fd fd = open(file("one"), O_RDONLY);
                Fd other = open(file("two"), O_RDONLY)) {
            assertEquals(other.num(), io.dup2(fd.num(), other.num()));
            assertEquals(io.fstat(fd.num()).ino(), io.fstat(other.num()).ino());
            assertEquals(0, io.fcntl(other.num(), F_GETFD, 0));
            assertEquals(fd.num(), io.dup2(fd.num(), fd.num()), "onto itself");
            assertErrno(EBADF, () -> io.dup2(NOT_OPEN, other.num()));
            assertErrno(EBADF, () -> io.dup2(fd.num(), -1));
        }
    }

    @Test
    void pipeCarriesBytesFromItsSecondToItsFirst() throws IOException {
        try (Pipe pipe = new Pipe()) {
            io.write(pipe.write.num(), bytes("through"));
            byte[] back = new byte[16];
            assertEquals(7, io.read(pipe.read.num(), back));
            assertEquals("through", new String(back, 0, 7, StandardCharsets.UTF_8));
            pipe.write.close();
            assertEquals(0, io.read(pipe.read.num(), back), "nobody writes any more");
        }
    }

    @Test
    void ftruncateCutsAndLengthens() throws IOException {
        Path path = file("0123456789");
        try (Fd fd = open(path, O_RDWR)) {
            io.ftruncate(fd.num(), 4);
            assertEquals("0123", Files.readString(path));
            io.ftruncate(fd.num(), (5L << 30));
            assertEquals(5L << 30, Files.size(path));
            io.ftruncate(fd.num(), 0);
            assertEquals(0, Files.size(path));
            assertErrno(EINVAL, () -> io.ftruncate(fd.num(), -1));
        }
        try (Fd fd = open(path, O_RDONLY)) {
            assertErrno(EINVAL, () -> io.ftruncate(fd.num(), 1));
        }
        assertErrno(EBADF, () -> io.ftruncate(NOT_OPEN, 1));
    }

    @Test
    void fsyncTakesFilesAndRefusesPipes() throws IOException {
        try (Fd fd = open(file("x"), O_RDWR);
                Pipe pipe = new Pipe()) {
            io.fsync(fd.num());
            assertErrno(fsyncOfAPipe(), () -> io.fsync(pipe.read.num()));
        }
        assertErrno(EBADF, () -> io.fsync(NOT_OPEN));
    }

    /** What the system says to syncing what cannot be synced. */
    protected int fsyncOfAPipe() {
        return EINVAL;
    }

    private static Stream<Kind> kinds() {
        return Arrays.stream(Kind.values());
    }

    private Fd open(Path path, int flags) throws IOException {
        return Fd.own(posix.files().open(path.toString(), flags, 0644));
    }

    private Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(dir, "file", null), content);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] filled(byte[] array, byte value) {
        Arrays.fill(array, value);
        return array;
    }

    private static ByteBuffer filled(ByteBuffer buffer, byte value) {
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, value);
        }
        return buffer;
    }

    /** From the buffer's first byte on, wherever its position is. */
    private static byte[] contents(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.duplicate().clear().get(bytes);
        return bytes;
    }

    /** A pipe that closes itself. */
    private final class Pipe implements AutoCloseable {
        final Fd read;
        final Fd write;

        Pipe() throws IOException {
            int[] ends = io.pipe();
            read = Fd.own(ends[0]);
            write = Fd.own(ends[1]);
        }

        @Override
        public void close() throws IOException {
            read.close();
            write.close();
        }
    }
}
