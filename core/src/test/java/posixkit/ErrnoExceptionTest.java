package posixkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import posixkit.constants.Errno;
import posixkit.testing.ChildJvm;

class ErrnoExceptionTest {
    private static final int UNKNOWN = 4711;

    @Test
    void itSaysWhichCallOnWhatAndWhy() {
        ErrnoException e = new ErrnoException("openat", Errno.EACCES, "/etc/shadow");
        assertEquals("openat /etc/shadow: EACCES (13): Permission denied", e.getMessage());
        assertEquals("openat", e.call());
        assertEquals(Errno.EACCES, e.errno());
        assertEquals("/etc/shadow", e.subject());
        assertEquals(Errno.EACCES, 13);
    }

    @Test
    void withoutASubjectItNamesNone() {
        ErrnoException e = new ErrnoException("setsid", Errno.EPERM);
        assertEquals("setsid: EPERM (1): Operation not permitted", e.getMessage());
        assertNull(e.subject());
        assertEquals("posixkit.ErrnoException: " + e.getMessage(), e.toString());
    }

    @Test
    void aNumberWithoutANameStaysWhatItIs() {
        ErrnoException e = new ErrnoException("ioctl", UNKNOWN, "fd 7");
        assertEquals("ioctl fd 7: errno 4711", e.getMessage());
        assertEquals(UNKNOWN, e.errno());
        assertEquals("ioctl fd 7: errno 0", new ErrnoException("ioctl", 0, "fd 7").getMessage());
        assertEquals("ioctl: errno -1", new ErrnoException("ioctl", -1).getMessage());
    }

    @Test
    void theJdkHasAnExceptionForTheUsualOnes() {
        Map<Integer, Class<? extends FileSystemException>> expected = Map.of(
                Errno.ENOENT,
                NoSuchFileException.class,
                Errno.EEXIST,
                FileAlreadyExistsException.class,
                Errno.EACCES,
                AccessDeniedException.class,
                Errno.EPERM,
                AccessDeniedException.class,
                Errno.ENOTEMPTY,
                DirectoryNotEmptyException.class,
                Errno.ENOTDIR,
                NotDirectoryException.class,
                Errno.ELOOP,
                FileSystemLoopException.class,
                Errno.EIO,
                FileSystemException.class,
                UNKNOWN,
                FileSystemException.class);
        expected.forEach((errno, type) -> {
            ErrnoException e = new ErrnoException("rename", errno, "/some/path");
            FileSystemException nio = e.asNioException();
            assertSame(type, nio.getClass(), Errno.name(errno));
            assertEquals("/some/path", nio.getFile());
            assertNull(nio.getOtherFile());
            assertSame(e, nio.getCause());
        });
    }

    @Test
    void theJdksOtherExceptionSaysWhy() {
        ErrnoException e = new ErrnoException("fsync", Errno.EIO, "fd 7");
        assertEquals(
                "fd 7: fsync: EIO (5): Input/output error", e.asNioException().getMessage());
        assertEquals(
                "x: y: errno 4711",
                new ErrnoException("y", UNKNOWN, "x").asNioException().getMessage());
    }

    @Test
    void withoutASubjectTheJdkIsGivenNoFile() {
        for (int errno :
                new int[] {Errno.ENOENT, Errno.EPERM, Errno.ENOTEMPTY, Errno.ENOTDIR, Errno.ELOOP, Errno.EIO}) {
            FileSystemException nio = new ErrnoException("x", errno).asNioException();
            assertNull(nio.getFile());
            nio.getMessage();
        }
    }

    @Test
    void itsNameIsForSwitch() {
        assertEquals("ENOENT", new ErrnoException("stat", Errno.ENOENT).name());
        assertEquals("EAGAIN", new ErrnoException("read", Errno.EAGAIN).name());
        assertEquals("errno 4711", new ErrnoException("x", UNKNOWN).name());
    }

    @Test
    void pathsArePrintableInTheMessageAndAsTheyWereForTheJdk() {
        ErrnoException e = new ErrnoException("renameat", Errno.EEXIST, Subject.ofPathsAt(7, "a\nb", 8, "\uDCFF"));
        assertEquals("renameat fd 7 \"a\\nb\" -> fd 8 \"\\xFF\": EEXIST (17): File exists", e.getMessage());
        assertEquals("a\nb", e.asNioException().getFile());
        assertEquals("\uDCFF", e.asNioException().getOtherFile());
    }

    @Test
    void stackTracesCanBeTurnedOff() throws Exception {
        assertEquals("true\n", hasTrace("-Dother=false"));
        assertEquals("false\n", hasTrace("-D" + ErrnoException.STACK_TRACES_PROPERTY + "=false"));
    }

    private static String hasTrace(String option) throws IOException {
        try (ChildJvm child = ChildJvm.start(Traces.class, option)) {
            return child.last("").said();
        }
    }

    /** Reads a line and prints whether an exception has a stack trace. */
    public static final class Traces {
        public static void main(String[] args) throws IOException {
            while (System.in.read() != '\n') {
                // Wait for the whole line.
            }
            System.out.println(new ErrnoException("x", 1).getStackTrace().length > 0);
        }
    }

    @Test
    void itSurvivesSerialization() throws IOException, ClassNotFoundException {
        ErrnoException e = new ErrnoException("openat", Errno.EACCES, "/etc/shadow");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(e);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            ErrnoException back = (ErrnoException) in.readObject();
            assertEquals(e.getMessage(), back.getMessage());
            assertEquals(e.errno(), back.errno());
        }
    }
}
