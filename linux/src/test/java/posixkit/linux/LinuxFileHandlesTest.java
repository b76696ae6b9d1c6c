package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.EOPNOTSUPP;
import static posixkit.constants.Errno.EPERM;
import static posixkit.constants.Errno.ESTALE;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Open.O_DIRECTORY;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.onlinux.constants.LinuxAt.AT_EMPTY_PATH;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;
import static posixkit.testing.Refusals.assertRefused;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.constants.At;
import posixkit.contract.WithFiles;
import posixkit.onlinux.FileHandle;
import posixkit.onlinux.FileHandles;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;

/** Tests {@link FileHandles}. The content of the file, and {@code mountinfo}, are the oracles. */
class LinuxFileHandlesTest extends WithFiles {
    private final FileHandles handles = posix.onLinux().fileHandles();

    /** Opens a handle after it has given up root, and prints the result. */
    static final class Nobody {
        private Nobody() {}

        public static void main(String[] arguments) throws IOException {
            Posix posix = Posix.get();
            FileHandles handles = posix.onLinux().fileHandles();
            FileHandle handle = handles.nameToHandleAt(AT_FDCWD, "/", 0);
            handles.openByHandleAtOrErrno(NOT_OPEN, handle, O_RDONLY);
            posix.ids().setuid(1234);
            System.in.read();
            System.out.println(handles.openByHandleAtOrErrno(AT_FDCWD, handle, O_RDONLY));
        }
    }

    private String content(int fd) throws IOException {
        byte[] bytes = new byte[64];
        return new String(bytes, 0, posix.io().read(fd, bytes), StandardCharsets.UTF_8);
    }

    @Test
    @NeedsRoot
    void aHandleNamesTheFileUnderEveryName() throws IOException {
        Path file = file("one", "content");
        FileHandle handle = handles.nameToHandleAt(AT_FDCWD, file.toString(), 0);
        assertEquals(handle, handles.nameToHandleAt(AT_FDCWD, file.toString(), 0));
        Files.move(file, dir.resolve("two"));
        try (Fd mount = open(dir, O_RDONLY | O_DIRECTORY);
                Fd fd = Fd.own(handles.openByHandleAt(mount.num(), handle, O_RDONLY))) {
            assertEquals("content", content(fd.num()));
            assertEquals(FD_CLOEXEC, posix.io().fcntl(fd.num(), F_GETFD, 0));
            assertEquals(handle, handles.nameToHandleAt(mount.num(), "two", 0));
            assertEquals(handle, handles.nameToHandleAt(fd.num(), "", AT_EMPTY_PATH));
            assertNotEquals(handle, handles.nameToHandleAt(mount.num(), "", AT_EMPTY_PATH));
            FileHandle stored = new FileHandle(handle.type(), handle.bytes(), 0);
            Fd.own(handles.openByHandleAt(mount.num(), stored, O_RDONLY)).close();
            String mountId = Files.readString(Path.of("/proc/self/fdinfo/" + fd.num()))
                    .replaceAll("(?s).*mnt_id:\\s*(\\d+).*", "$1");
            assertEquals(mountId, Long.toString(handle.mountId()));
        }
    }

    @Test
    @NeedsRoot
    void aFileThatIsGoneIsStale() throws IOException {
        Path file = file("one", "content");
        FileHandle handle = handles.nameToHandleAt(AT_FDCWD, file.toString(), 0);
        Files.delete(file);
        try (Fd mount = open(dir, O_RDONLY | O_DIRECTORY)) {
            assertErrno(ESTALE, () -> handles.openByHandleAt(mount.num(), handle, O_RDONLY));
            FileHandle empty = new FileHandle(1, new byte[0], 0);
            assertErrno(EINVAL, () -> handles.openByHandleAt(mount.num(), empty, O_RDONLY));
            FileHandle longest = new FileHandle(1, new byte[FileHandle.LONGEST], 0);
            assertMinus(ESTALE, handles.openByHandleAtOrErrno(mount.num(), longest, O_RDONLY));
        }
        assertErrno(EBADF, () -> handles.openByHandleAt(NOT_OPEN, handle, O_RDONLY));
    }

    @Test
    void linksAreFollowedIfAFlagSaysSo() throws IOException {
        Path file = file("file", "");
        Path link = Files.createSymbolicLink(dir.resolve("link"), file);
        FileHandle target = handles.nameToHandleAt(AT_FDCWD, file.toString(), 0);
        assertNotEquals(target, handles.nameToHandleAt(AT_FDCWD, link.toString(), 0));
        assertEquals(target, handles.nameToHandleAt(AT_FDCWD, link.toString(), At.AT_SYMLINK_FOLLOW));
    }

    @Test
    void failuresHaveTheirErrno() {
        assertErrno(ENOENT, () -> handles.nameToHandleAt(AT_FDCWD, dir + "/absent", 0));
        assertErrno(EBADF, () -> handles.nameToHandleAt(NOT_OPEN, "x", 0));
        assertErrno(EINVAL, () -> handles.nameToHandleAt(AT_FDCWD, dir.toString(), 1 << 30));
        assertErrno(EOPNOTSUPP, () -> handles.nameToHandleAt(AT_FDCWD, "/proc/self/status", 0));
        assertRefused("bytes", () -> new FileHandle(1, new byte[FileHandle.LONGEST + 1], 0));
    }

    @Test
    @NeedsRoot
    @NeedsTool("sh")
    void nobodyMayOpenHandles() throws IOException {
        try (ChildJvm child = ChildJvm.start(Nobody.class)) {
            assertEquals("-" + EPERM, child.ask(""));
        }
    }
}
