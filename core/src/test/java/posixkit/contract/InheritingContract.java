package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
import posixkit.file.Io;
import posixkit.net.Message;
import posixkit.net.Peer;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsProc;
import posixkit.testing.Proc;

/**
 * What {@link Posix#inheriting} promises on every system. Linux's {@code /proc} is the oracle, for the stand-in too;
 * {@link ExecContract} sees a program inherit a descriptor.
 */
@ExtendWith(Descriptors.class)
public abstract class InheritingContract {
    private static final int PROC_CLOEXEC = 02000000;

    protected final Posix usual = Posix.get();
    protected final Posix posix = usual.inheriting();

    @TempDir
    protected Path dir;

    protected static boolean isCloseOnExec(int fd) throws IOException {
        return (Integer.parseInt(Proc.field(Path.of("/proc/self/fdinfo/" + fd), "flags"), 8) & PROC_CLOEXEC) != 0;
    }

    /** Closes {@code fds} after it has seen that all are close-on-exec, or none. */
    protected final void assertCloseOnExec(boolean expected, int... fds) throws IOException {
        List<Boolean> seen = new ArrayList<>();
        for (int fd : fds) {
            seen.add(isCloseOnExec(fd));
            usual.io().close(fd);
        }
        assertFalse(seen.isEmpty());
        assertFalse(seen.contains(!expected), seen.toString());
    }

    @Test
    void thereIsOneForEach() {
        assertNotSame(usual, posix);
        assertSame(posix, usual.inheriting());
        assertSame(posix, posix.inheriting());
        assertEquals(usual.routes(), posix.routes());
        Posix watched = usual.watchedBy(call -> {});
        assertNotSame(watched, watched.inheriting());
        assertSame(watched.inheriting(), watched.inheriting());
    }

    /** Some hold locks, or the means to stop accesses, and a process needs these once. */
    @Test
    void whatCreatesNoDescriptorsIsShared() {
        assertSame(usual.memory(), posix.memory());
        assertSame(usual.environment(), posix.environment());
        assertSame(usual.accounts(), posix.accounts());
        assertSame(usual.processes(), posix.processes());
        assertSame(usual.ids(), posix.ids());
    }

    @Test
    @NeedsProc
    void filesAreInherited() throws IOException {
        String path = Files.createFile(dir.resolve("file")).toString();
        assertCloseOnExec(
                false,
                posix.files().open(path, O_RDONLY),
                posix.files().openOrErrno(path, O_RDONLY, 0),
                posix.files().openat(AT_FDCWD, path, O_RDONLY),
                posix.files().creat(path, 0600));
        assertCloseOnExec(true, posix.files().open(path, O_RDONLY | O_CLOEXEC));
        assertCloseOnExec(true, usual.files().open(path, O_RDONLY));
        assertErrno(ENOENT, () -> posix.files().open(dir + "/absent", O_RDONLY));
    }

    @Test
    @NeedsProc
    void duplicatesAreInherited() throws IOException {
        Io io = posix.io();
        int fd = usual.files().open("/dev/null", O_RDONLY);
        int copy = io.dup(fd);
        assertTrue(copy > fd);
        int free = io.dup(fd);
        assertEquals(free, io.dup3(fd, free, 0));
        assertFalse(isCloseOnExec(free));
        assertEquals(free, io.dup3(fd, free, O_CLOEXEC));
        assertTrue(isCloseOnExec(free));
        assertMinus(EINVAL, io.dup3OrErrno(fd, free, O_NONBLOCK));
        assertMinus(EINVAL, io.dup3OrErrno(fd, fd, 0));
        assertErrno(EBADF, () -> io.dup(1_000_000));
        assertCloseOnExec(false, copy, io.dup2(fd, free));
        usual.io().close(fd);
    }

    @Test
    @NeedsProc
    void pipesAreInherited() throws IOException {
        assertCloseOnExec(false, posix.io().pipe());
        assertCloseOnExec(false, posix.io().pipe2(O_NONBLOCK));
        assertCloseOnExec(true, posix.io().pipe2(O_CLOEXEC | O_NONBLOCK));
        int[] pair = posix.io().pipe2(O_NONBLOCK);
        assertMinus(EAGAIN, posix.io().readOrErrno(pair[0], ByteBuffer.allocate(1)));
        assertCloseOnExec(false, pair);
    }

    @Test
    @NeedsProc
    void socketsAreInherited() throws IOException {
        Sockets sockets = posix.sockets();
        int server = sockets.socket(AF_UNIX, SOCK_STREAM, 0);
        SockAddr name = SockAddr.Unix.path(dir.resolve("socket").toString());
        sockets.bind(server, name);
        sockets.listen(server, 2);
        int first = sockets.socket(AF_UNIX, SOCK_STREAM, 0);
        sockets.connect(first, name);
        int second = sockets.socket(AF_UNIX, SOCK_STREAM, 0);
        sockets.connect(second, name);
        assertCloseOnExec(false, sockets.accept(server), sockets.acceptOrErrno(server, new Peer()));
        assertCloseOnExec(false, sockets.socketpair(AF_UNIX, SOCK_STREAM, 0));
        assertCloseOnExec(false, server, first, second);
    }

    @Test
    @NeedsProc
    void receivedDescriptorsAreInherited() throws IOException {
        int[] pair = usual.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0);
        Message out = Message.of(ByteBuffer.allocate(1)).fds(pair[0]);
        try (Message in = Message.into(ByteBuffer.allocate(1), 1)) {
            for (boolean isUsual : new boolean[] {true, false}) {
                usual.sockets().sendmsg(pair[0], out.rewind(), 0);
                (isUsual ? usual : posix).sockets().recvmsg(pair[1], in.rewind(), 0);
                assertCloseOnExec(isUsual, in.takeFd(0));
            }
        }
        assertCloseOnExec(true, pair);
    }
}
