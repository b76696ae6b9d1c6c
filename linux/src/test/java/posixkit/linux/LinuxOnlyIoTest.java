package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EOPNOTSUPP;
import static posixkit.constants.Errno.ESPIPE;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Seek.SEEK_CUR;
import static posixkit.onlinux.Transfers.CURRENT;
import static posixkit.onlinux.constants.LinuxFadvise.POSIX_FADV_DONTNEED;
import static posixkit.onlinux.constants.LinuxFcntl.RWF_APPEND;
import static posixkit.onlinux.constants.LinuxFcntl.RWF_DSYNC;
import static posixkit.onlinux.constants.LinuxFcntl.RWF_NOWAIT;
import static posixkit.onlinux.constants.LinuxSplice.SPLICE_F_GIFT;
import static posixkit.onlinux.constants.LinuxSplice.SPLICE_F_NONBLOCK;
import static posixkit.onlinux.constants.LinuxSplice.SYNC_FILE_RANGE_WAIT_AFTER;
import static posixkit.onlinux.constants.LinuxSplice.SYNC_FILE_RANGE_WAIT_BEFORE;
import static posixkit.onlinux.constants.LinuxSplice.SYNC_FILE_RANGE_WRITE;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.WithFiles;
import posixkit.onlinux.OnLinuxIo;
import posixkit.testing.Programs;

/** Tests {@link OnLinuxIo}. The JDK and coreutils tell what is in the files. */
class LinuxOnlyIoTest extends WithFiles {
    private final OnLinuxIo io = posix.onLinux().io();

    private static ByteBuffer[] buffers(ByteBuffer... buffers) {
        return buffers;
    }

    private static ByteBuffer direct(String text) {
        return ByteBuffer.allocateDirect(text.length()).put(0, bytes(text));
    }

    private static String text(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.position()];
        buffer.get(0, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Test
    void preadv2ReadsAtAPlaceOrMovesOn() throws IOException {
        ByteBuffer heap = ByteBuffer.allocate(2);
        ByteBuffer direct = ByteBuffer.allocateDirect(8);
        try (Fd fd = open(file("in", "abcdefgh"), O_RDONLY)) {
            assertEquals(5, io.preadv2(fd.num(), buffers(heap, direct), 3, 0));
            assertEquals("de", text(heap));
            assertEquals("fgh", text(direct));
            assertEquals(0, posix.io().lseek(fd.num(), 0, SEEK_CUR));
            assertEquals(2, io.preadv2(fd.num(), buffers(heap.clear()), CURRENT, RWF_NOWAIT), "it is in memory");
            assertEquals("ab", text(heap));
            assertEquals(2, posix.io().lseek(fd.num(), 0, SEEK_CUR));
            assertErrno(EOPNOTSUPP, () -> io.preadv2(fd.num(), buffers(heap.clear()), 0, 1 << 30));
            assertErrno(EINVAL, () -> io.preadv2(fd.num(), buffers(heap.clear()), -2, 0));
        }
        assertErrno(EBADF, () -> io.preadv2(NOT_OPEN, buffers(heap), 0, 0));
    }

    @Test
    void anEmptyPipeIsNotWaitedFor() throws IOException {
        int[] pipe = posix.io().pipe();
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1])) {
            ByteBuffer one = ByteBuffer.allocate(1);
            assertMinus(EAGAIN, io.preadv2OrErrno(read.num(), buffers(one), CURRENT, RWF_NOWAIT));
            assertMinus(ESPIPE, io.preadv2OrErrno(read.num(), buffers(one), 0, RWF_NOWAIT));
            assertEquals(2, io.pwritev2(write.num(), buffers(ByteBuffer.wrap(bytes("xy"))), CURRENT, 0));
            assertEquals(1, io.preadv2(read.num(), buffers(one), CURRENT, RWF_NOWAIT));
            assertEquals("x", text(one));
        }
    }

    @Test
    void pwritev2AppendsIfAFlagSaysSo() throws IOException {
        Path path = file("out", "abcdef");
        try (Fd fd = open(path, O_RDWR)) {
            assertEquals(3, io.pwritev2(fd.num(), buffers(direct("A"), ByteBuffer.wrap(bytes("BC"))), 1, RWF_DSYNC));
            assertEquals("aABCef", Files.readString(path));
            assertEquals(1, io.pwritev2(fd.num(), buffers(direct("!")), 1, RWF_APPEND));
            assertEquals("aABCef!", Files.readString(path));
            assertErrno(EOPNOTSUPP, () -> io.pwritev2(fd.num(), buffers(direct("!")), 0, 1 << 30));
        }
        assertErrno(EBADF, () -> io.pwritev2(NOT_OPEN, buffers(direct("!")), 0, 0));
    }

    /** The pipe has the memory itself: a change before the bytes are read is seen. */
    @Test
    void vmspliceLendsMemoryToAPipe() throws IOException {
        int[] pipe = posix.io().pipe();
        ByteBuffer lent = direct("abc");
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1])) {
            assertEquals(5, io.vmsplice(write.num(), buffers(lent, direct("de")), 0));
            assertEquals(0, lent.remaining());
            lent.put(0, (byte) 'X');
            byte[] got = new byte[8];
            assertEquals(5, posix.io().read(read.num(), got));
            assertEquals("Xbcde", new String(got, 0, 5, StandardCharsets.US_ASCII));
            assertErrno(EAGAIN, () -> io.vmsplice(read.num(), buffers(direct("?")), SPLICE_F_NONBLOCK));

            posix.io().write(write.num(), bytes("back"));
            ByteBuffer filled = ByteBuffer.allocateDirect(8);
            assertEquals(4, io.vmsplice(read.num(), buffers(filled), 0));
            assertEquals("back", text(filled));
        }
        try (Fd fd = open(file("no-pipe", ""), O_RDWR)) {
            assertErrno(EBADF, () -> io.vmsplice(fd.num(), buffers(direct("a")), 0));
        }
        assertErrno(EBADF, () -> io.vmsplice(NOT_OPEN, buffers(direct("a")), 0));
    }

    @Test
    void vmspliceRefusesWhatItMustNotKeep() {
        assertRefused("buffers", () -> io.vmsplice(NOT_OPEN, buffers(direct("a"), ByteBuffer.allocate(1)), 0));
        assertRefused("buffers", () -> io.vmsplice(NOT_OPEN, buffers(direct("a").asReadOnlyBuffer()), 0));
        assertRefused("flags", () -> io.vmsplice(NOT_OPEN, buffers(direct("a")), SPLICE_F_GIFT));
        assertThrows(NullPointerException.class, () -> io.vmsplice(NOT_OPEN, buffers((ByteBuffer) null), 0));
    }

    @Test
    void aPartIsWrittenToTheDisk() throws IOException {
        int all = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
        int page = posix.host().getpagesize();
        Path path = Files.write(dir.resolve("dirty"), new byte[8 * page]);
        int[] pipe = posix.io().pipe();
        close(pipe[1]);
        try (Fd fd = open(path, O_RDWR);
                Fd read = Fd.own(pipe[0])) {
            assertTrue(io.cachestat(fd.num(), 0, 0).dirty() > 0, "the file system keeps nothing in memory");
            io.syncFileRange(fd.num(), 0, 4L * page, all);
            assertEquals(0, io.cachestat(fd.num(), 0, 4L * page).dirty());
            io.syncFileRange(fd.num(), 0, 0, all);
            assertEquals(0, io.cachestat(fd.num(), 0, 0).dirty());
            assertErrno(EINVAL, () -> io.syncFileRange(fd.num(), 0, 1, 1 << 30));
            assertErrno(EINVAL, () -> io.syncFileRange(fd.num(), -1, 1, all));
            assertErrno(ESPIPE, () -> io.syncFileRange(read.num(), 0, 1, all));
        }
        assertErrno(EBADF, () -> io.syncFileRange(NOT_OPEN, 0, 1, all));
    }

    @Test
    void pagesInMemoryAreCounted() throws IOException {
        int page = posix.host().getpagesize();
        Path path = Files.write(dir.resolve("cached"), new byte[6 * page]);
        try (Fd fd = open(path, O_RDWR)) {
            posix.io().fsync(fd.num());
            assertEquals(new OnLinuxIo.Cachestat(6, 0, 0, 0, 0), io.cachestat(fd.num(), 0, 0));
            assertEquals(2, io.cachestat(fd.num(), page, 2L * page).cached());
            posix.onLinux().files().posixFadvise(fd.num(), 0, 0, POSIX_FADV_DONTNEED);
            OnLinuxIo.Cachestat none = io.cachestat(fd.num(), 0, 0);
            assertEquals(0, none.cached(), none.toString());
            assertEquals(0, none.writeback(), none.toString());
            assertRefused("offset", () -> io.cachestat(fd.num(), -1, 0));
            assertRefused("len", () -> io.cachestat(fd.num(), 0, -1));
        }
        assertErrno(EBADF, () -> io.cachestat(NOT_OPEN, 0, 0));
    }

    @Test
    void roomIsMade() throws IOException {
        Path path = file("room", "ab");
        try (Fd fd = open(path, O_RDWR)) {
            io.posixFallocate(fd.num(), 1, 99_999);
            assertEquals(100_000, Files.size(path));
            assertTrue(
                    512 * Long.parseLong(Programs.output("stat", "-c", "%b", path.toString())) >= 100_000, "no blocks");
            io.posixFallocate(fd.num(), 0, 10);
            assertEquals(100_000, Files.size(path), "it never becomes shorter");
            assertErrno(EINVAL, () -> io.posixFallocate(fd.num(), 0, 0));
            assertErrno(EINVAL, () -> io.posixFallocate(fd.num(), -1, 1));
        }
        assertMinus(EBADF, io.posixFallocateOrErrno(NOT_OPEN, 0, 1));
    }
}
