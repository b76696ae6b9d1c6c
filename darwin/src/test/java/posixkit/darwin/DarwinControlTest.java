package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EPIPE;
import static posixkit.constants.Errno.ETIMEDOUT;
import static posixkit.constants.Fcntl.F_DUPFD_CLOEXEC;
import static posixkit.constants.Fcntl.F_UNLCK;
import static posixkit.constants.Fcntl.F_WRLCK;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.ondarwin.constants.DarwinFcntl.F_BARRIERFSYNC;
import static posixkit.ondarwin.constants.DarwinFcntl.F_FLUSH_DATA;
import static posixkit.ondarwin.constants.DarwinFcntl.F_FULLFSYNC;
import static posixkit.ondarwin.constants.DarwinFcntl.F_GETNOSIGPIPE;
import static posixkit.ondarwin.constants.DarwinFcntl.F_GETPATH;
import static posixkit.ondarwin.constants.DarwinFcntl.F_GETPATH_NOFIRMLINK;
import static posixkit.ondarwin.constants.DarwinFcntl.F_LOG2PHYS;
import static posixkit.ondarwin.constants.DarwinFcntl.F_LOG2PHYS_EXT;
import static posixkit.ondarwin.constants.DarwinFcntl.F_NOCACHE;
import static posixkit.ondarwin.constants.DarwinFcntl.F_NODIRECT;
import static posixkit.ondarwin.constants.DarwinFcntl.F_OFD_SETLKWTIMEOUT;
import static posixkit.ondarwin.constants.DarwinFcntl.F_PEOFPOSMODE;
import static posixkit.ondarwin.constants.DarwinFcntl.F_PREALLOCATE;
import static posixkit.ondarwin.constants.DarwinFcntl.F_PUNCHHOLE;
import static posixkit.ondarwin.constants.DarwinFcntl.F_RDADVISE;
import static posixkit.ondarwin.constants.DarwinFcntl.F_RDAHEAD;
import static posixkit.ondarwin.constants.DarwinFcntl.F_SETLKWTIMEOUT;
import static posixkit.ondarwin.constants.DarwinFcntl.F_SETNOSIGPIPE;
import static posixkit.ondarwin.constants.DarwinFcntl.F_SETSIZE;
import static posixkit.ondarwin.constants.DarwinFcntl.F_SINGLE_WRITER;
import static posixkit.ondarwin.constants.DarwinFcntl.F_SPECULATIVE_READ;
import static posixkit.ondarwin.constants.DarwinPathconf._PC_AUTH_OPAQUE_NP;
import static posixkit.ondarwin.constants.DarwinPathconf._PC_CASE_PRESERVING;
import static posixkit.ondarwin.constants.DarwinPathconf._PC_CASE_SENSITIVE;
import static posixkit.ondarwin.constants.DarwinPathconf._PC_EXTENDED_SECURITY_NP;
import static posixkit.ondarwin.constants.DarwinPathconf._PC_MIN_HOLE_SIZE;
import static posixkit.ondarwin.constants.DarwinPathconf._PC_NAME_CHARS_MAX;
import static posixkit.ondarwin.constants.DarwinPathconf._PC_XATTR_SIZE_BITS;
import static posixkit.ondarwin.constants.DarwinSock.SO_NOSIGPIPE;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.ControlContract;
import posixkit.file.Io;
import posixkit.testing.ChildJvm;
import posixkit.testing.FileLocks;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinControlTest extends ControlContract {
    /** How many bytes the kernel reads, or writes, where the argument points to; as sys/fcntl.h has them. */
    private static final Map<Integer, Integer> SIZES = Map.ofEntries(
            Map.entry(F_SETLKWTIMEOUT, 40),
            Map.entry(F_OFD_SETLKWTIMEOUT, 40),
            Map.entry(F_PREALLOCATE, 32),
            Map.entry(F_PUNCHHOLE, 24),
            Map.entry(F_SPECULATIVE_READ, 24),
            Map.entry(F_RDADVISE, 16),
            Map.entry(F_LOG2PHYS, 20),
            Map.entry(F_LOG2PHYS_EXT, 20),
            Map.entry(F_SETSIZE, 8),
            Map.entry(F_GETPATH, 1024),
            Map.entry(F_GETPATH_NOFIRMLINK, 1024));

    private final Io io = posix.io();

    @Test
    void eachCommandTakesAsManyBytesAsItsStructureHas() {
        SIZES.forEach((command, size) -> {
            assertErrno(EBADF, () -> io.fcntlPtr(NOT_OPEN, command, new byte[size]));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> io.fcntlPtr(NOT_OPEN, command, new byte[size - 1]),
                    "" + command);
            assertThrows(IllegalArgumentException.class, () -> io.fcntl(NOT_OPEN, command, 0), "" + command);
        });
    }

    @Test
    void commandsThatTakeANumberTakeNoStructure() throws IOException {
        int[] commands = {F_FULLFSYNC, F_BARRIERFSYNC, F_FLUSH_DATA, F_NOCACHE, F_NODIRECT, F_RDAHEAD, F_SINGLE_WRITER};
        try (Fd fd = open(file("file", ""), O_RDWR)) {
            for (int command : commands) {
                assertEquals(0, io.fcntl(fd.num(), command, 1));
                assertErrno(EBADF, () -> io.fcntl(NOT_OPEN, command, 1));
                assertThrows(IllegalArgumentException.class, () -> io.fcntlPtr(fd.num(), command, new byte[2000]));
            }
        }
    }

    /** Twins are one open file. */
    @Test
    void setnosigpipeIsOfAnOpenFile() throws IOException {
        int[] pipe = io.pipe();
        try (Fd write = Fd.own(pipe[1]);
                Fd twin = Fd.own(io.dup(write.num()))) {
            assertEquals(0, io.fcntl(write.num(), F_GETNOSIGPIPE, 0));
            assertEquals(0, io.fcntl(write.num(), F_SETNOSIGPIPE, 1));
            assertEquals(1, io.fcntl(write.num(), F_GETNOSIGPIPE, 0));
            assertEquals(1, io.fcntl(twin.num(), F_GETNOSIGPIPE, 0));
            assertEquals(0, io.fcntl(pipe[0], F_GETNOSIGPIPE, 0));
            try (Fd another = Fd.own(io.fcntl(twin.num(), F_DUPFD_CLOEXEC, 0))) {
                assertEquals(1, io.fcntl(another.num(), F_GETNOSIGPIPE, 0));
                assertEquals(0, io.fcntl(another.num(), F_SETNOSIGPIPE, 0));
                assertEquals(0, io.fcntl(write.num(), F_GETNOSIGPIPE, 0));
                assertEquals(0, io.fcntl(twin.num(), F_SETNOSIGPIPE, 1));
            }
            io.close(pipe[0]);
            assertErrno(EPIPE, () -> io.write(write.num(), new byte[1]));
            assertEquals(0, io.fcntl(write.num(), F_SETNOSIGPIPE, 0));
            assertEquals(0, io.fcntl(twin.num(), F_GETNOSIGPIPE, 0));
        }
        assertErrno(EBADF, () -> io.fcntl(NOT_OPEN, F_SETNOSIGPIPE, 1));
        assertErrno(EBADF, () -> io.fcntl(NOT_OPEN, F_GETNOSIGPIPE, 1));
    }

    @Test
    void setnosigpipeOfASocketIsItsOption() throws IOException {
        int[] pair = posix.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd twin = Fd.own(io.dup(pair[0]))) {
            assertEquals(0, io.fcntl(left.num(), F_SETNOSIGPIPE, 1));
            assertEquals(1, posix.sockets().getsockoptInt(twin.num(), SOL_SOCKET, SO_NOSIGPIPE));
            posix.sockets().setsockoptInt(twin.num(), SOL_SOCKET, SO_NOSIGPIPE, 0);
            assertEquals(0, io.fcntl(left.num(), F_GETNOSIGPIPE, 0));
            assertEquals(0, io.fcntl(pair[1], F_GETNOSIGPIPE, 0));
            posix.sockets().setsockoptInt(left.num(), SOL_SOCKET, SO_NOSIGPIPE, 1);
            io.close(pair[1]);
            assertErrno(EPIPE, () -> io.write(twin.num(), new byte[1]));
        }
    }

    @Test
    void getPathWritesThePathAndIsGivenBackWhole() throws IOException {
        Path path = dir.toRealPath().resolve("file");
        Files.writeString(path, "");
        try (Fd fd = open(path, O_RDWR)) {
            for (int command : new int[] {F_GETPATH, F_GETPATH_NOFIRMLINK}) {
                byte[] bytes = new byte[1024];
                Arrays.fill(bytes, (byte) 0x55);
                assertEquals(0, io.fcntlPtr(fd.num(), command, bytes));
                int length = path.toString().length();
                assertEquals(path.toString(), new String(bytes, 0, length, StandardCharsets.UTF_8));
                assertEquals(0, bytes[length]);
                assertEquals(0x55, bytes[length + 1]);
            }
        }
    }

    @Test
    void preallocateSaysHowMuchThereIs() throws IOException {
        try (Fd fd = open(file("file", "content"), O_RDWR)) {
            ByteBuffer store = ints(32).putInt(4, F_PEOFPOSMODE).putLong(16, 1 << 16);
            io.fcntlPtr(fd.num(), F_PREALLOCATE, store);
            assertEquals(1 << 16, store.getLong(24));
            assertEquals(F_PEOFPOSMODE, store.getInt(4));
        }
    }

    @Test
    @NeedsRoot
    void setsizeMovesTheEnd() throws IOException {
        Path path = file("file", "content");
        try (Fd fd = open(path, O_RDWR)) {
            io.fcntlPtr(fd.num(), F_SETSIZE, ints(8).putLong(0, 3L << 32));
        }
        assertEquals(3L << 32, Files.size(path));
    }

    @Test
    void speculativeReadOfAPartIsTaken() throws IOException {
        try (Fd fd = open(file("file", "content"), O_RDWR)) {
            ByteBuffer part = ints(24).putLong(8, 1).putLong(16, 2);
            assertEquals(0, io.fcntlPtr(fd.num(), F_SPECULATIVE_READ, part));
            part.putLong(8, -1);
            assertErrno(posixkit.constants.Errno.EINVAL, () -> io.fcntlPtr(fd.num(), F_SPECULATIVE_READ, part));
        }
    }

    @Test
    void setlkwtimeoutWaitsForAWhile() throws IOException {
        Path path = file("file", "content");
        try (Fd fd = open(path, O_RDWR);
                ChildJvm other = ChildJvm.start(FileLocks.class)) {
            assertEquals("open", other.ask(path.toString()));
            assertEquals("locked", other.ask("tryLock 3 2 alone"));
            for (int command : new int[] {F_SETLKWTIMEOUT, F_OFD_SETLKWTIMEOUT}) {
                ByteBuffer wanted = lock(4, 1, 20_000_000);
                byte[] before = wanted.array().clone();
                long start = System.nanoTime();
                assertErrno(ETIMEDOUT, () -> io.fcntlPtr(fd.num(), command, wanted));
                assertTrue(System.nanoTime() - start >= 20_000_000);
                assertArrayEquals(before, wanted.array());
                assertEquals(0, io.fcntlPtr(fd.num(), command, lock(5, 1, 0)));
                assertEquals("busy", other.ask("tryLock 5 1 alone"));
                assertEquals(0, io.fcntlPtr(fd.num(), command, lock(5, 1, 0).putShort(20, (short) F_UNLCK)));
                assertEquals("locked", other.ask("tryLock 5 1 alone"));
                other.ask("unlock");
                assertEquals("locked", other.ask("tryLock 3 2 alone"));
            }
        }
    }

    /** To be held alone. */
    private static ByteBuffer lock(long start, long length, long nanos) {
        return ints(40).putLong(0, start)
                .putLong(8, length)
                .putShort(20, (short) F_WRLCK)
                .putLong(32, nanos);
    }

    private static ByteBuffer ints(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    /** What the system has no answer to, for a name that there is, is no limit. */
    @Test
    void limitsOfDarwinAloneAreKnown() throws IOException {
        for (int name : new int[] {
            _PC_CASE_PRESERVING, _PC_CASE_SENSITIVE, _PC_MIN_HOLE_SIZE, _PC_NAME_CHARS_MAX, _PC_XATTR_SIZE_BITS
        }) {
            assertEquals(OptionalLong.empty(), files.pathconf("/dev/null", name));
        }
        for (int name : new int[] {_PC_AUTH_OPAQUE_NP, _PC_EXTENDED_SECURITY_NP}) {
            assertEquals(OptionalLong.of(0), files.pathconf("/dev/null", name));
        }
        assertEquals(OptionalLong.of(1), files.pathconf(dir.toString(), _PC_CASE_SENSITIVE));
        assertEquals(OptionalLong.empty(), files.pathconf(dir.toString(), _PC_MIN_HOLE_SIZE));
        try (Fd fd = open(dir, posixkit.constants.Open.O_RDONLY)) {
            assertEquals(OptionalLong.of(1), io.fpathconf(fd.num(), _PC_CASE_SENSITIVE));
            assertEquals(OptionalLong.empty(), io.fpathconf(fd.num(), _PC_MIN_HOLE_SIZE));
        }
    }
}
