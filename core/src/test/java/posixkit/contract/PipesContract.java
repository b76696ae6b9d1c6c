package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Fcntl.F_GETFL;
import static posixkit.constants.Open.O_APPEND;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.file.Io;

/** What {@code pipe2} and {@code dup3} promise on every system, of which only Linux has them. */
public abstract class PipesContract extends WithFiles {
    private final Io io = posix.io();

    @Test
    void pipe2IsCloseOnExecAndWaitsUnlessToldOtherwise() throws IOException {
        for (int flags : new int[] {0, O_CLOEXEC, O_NONBLOCK, O_NONBLOCK | O_CLOEXEC}) {
            int[] ends = io.pipe2(flags);
            assertEquals(2, ends.length);
            try (Fd read = Fd.own(ends[0]);
                    Fd write = Fd.own(ends[1])) {
                for (Fd end : new Fd[] {read, write}) {
                    assertEquals(FD_CLOEXEC, io.fcntl(end.num(), F_GETFD, 0));
                    assertEquals(flags & O_NONBLOCK, io.fcntl(end.num(), F_GETFL, 0) & O_NONBLOCK);
                }
                if ((flags & O_NONBLOCK) != 0) {
                    assertMinus(EAGAIN, io.readOrErrno(read.num(), new byte[4], 0, 4));
                }
                assertEquals(3, io.write(write.num(), bytes("abc")));
                byte[] back = new byte[4];
                assertEquals(3, io.read(read.num(), back));
                assertErrno(EBADF, () -> io.write(read.num(), back));
                assertErrno(EBADF, () -> io.read(write.num(), back));
            }
        }
    }

    @Test
    void pipe2KnowsNoOtherFlag() {
        ErrnoException thrown = assertErrno(EINVAL, () -> io.pipe2(O_APPEND));
        assertEquals("pipe2", thrown.call());
        assertErrno(EINVAL, () -> io.pipe2(O_NONBLOCK | O_APPEND));
        assertErrno(EINVAL, () -> io.pipe2(1));
    }

    @Test
    void dup3ReplacesAndIsCloseOnExec() throws IOException {
        Path path = file("one", "one");
        for (int flags : new int[] {0, O_CLOEXEC}) {
            try (Fd fd = open(path, O_RDONLY);
                    Fd other = open(file("two", "two"), O_RDONLY)) {
                assertEquals(other.num(), io.dup3(fd.num(), other.num(), flags));
                assertEquals(ino(path), io.fstat(other.num()).ino());
                assertEquals(FD_CLOEXEC, io.fcntl(other.num(), F_GETFD, 0));
                assertEquals(1, io.read(fd.num(), new byte[1]));
                assertEquals(2, io.read(other.num(), new byte[9]), "they share the place");
            }
        }
    }

    @Test
    void dup3FailsWithItsErrnoAndReplacesNothing() throws IOException {
        Path path = file("file", "content");
        Path second = file("second", "");
        try (Fd fd = open(path, O_RDONLY);
                Fd other = open(second, O_RDONLY)) {
            ErrnoException thrown = assertErrno(EINVAL, () -> io.dup3(fd.num(), fd.num(), 0));
            assertEquals("dup3", thrown.call());
            assertEquals("fd " + fd.num(), thrown.subject());
            assertErrno(EINVAL, () -> io.dup3(fd.num(), other.num(), O_NONBLOCK));
            assertErrno(EBADF, () -> io.dup3(NOT_OPEN, other.num(), 0));
            assertErrno(EBADF, () -> io.dup3(fd.num(), -1, 0));
            assertErrno(EBADF, () -> io.dup3(fd.num(), Integer.MAX_VALUE, 0));
            assertEquals(ino(second), io.fstat(other.num()).ino());
        }
    }
}
