package posixkit.unix;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static posixkit.constants.Errno.ECONNABORTED;
import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.EMFILE;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_SETFD;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import posixkit.ErrnoException;
import posixkit.ffi.Native;
import posixkit.net.Peer;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;
import posixkit.testing.Compiler;
import posixkit.testing.NeedsTool;
import posixkit.unix.call.JnrUnixCalls;

/**
 * Tests the shared body over a library that fails on command: with interrupted calls, and on a system that cannot create descriptors
 * close-on-exec.
 */
@NeedsTool("cc")
class UnixSocketsTest {
    private static final int INTERRUPTIONS = 3;

    /** The first {@code failures} calls fail; {@code refused} is a descriptor that cannot be made close-on-exec. */
    private static final String LIBC = """
            extern int *__errno_location(void);
            static int failures, error, refused, made, closed, set;
            int prepare(int f, int e, int r) { failures = f; error = e; refused = r; made = closed = set = 0; return 0; }
            int calls(void) { return made; }
            int closes(void) { return closed; }
            int flags(void) { return set; }

            static int fail(void) { *__errno_location() = error; return -1; }
            static long call(long result) { return made++ < failures ? fail() : result; }

            int socket(int domain, int type, int protocol) { return call(100 * domain + 10 * type + protocol); }
            int socketpair(int domain, int type, int protocol, int *fds) { fds[0] = 71; fds[1] = 72; return call(0); }
            int accept(int fd, unsigned short *address, unsigned *length) {
                if (length) *length = fd == 6 ? 2 : 0;
                if (address) *address = 1;
                return call(fd == 7 ? 0 : 73);
            }
            int connect(int fd, void *address, unsigned length) { return call(0); }
            long send(int fd, void *buffer, long length, int flags) { return call(length); }
            long recv(int fd, void *buffer, long length, int flags) { return call(length); }
            long sendto(int fd, void *buffer, long length, int flags, void *to, unsigned n) { return call(length); }
            long recvfrom(int fd, void *buffer, long length, int flags, void *from, unsigned *n) {
                *n = 0;
                return call(length);
            }
            int fcntl(int fd, int command, long argument) {
                if (fd == refused) return fail();
                set += 100 * fd + 10 * command + argument;
                return 0;
            }
            int close(int fd) { closed += fd; *__errno_location() = 0; return 0; }
            """;

    /** Public for jnr-ffi. */
    public interface Failing {
        int prepare(int failures, int error, int refused);

        int calls();

        int closes();

        int flags();
    }

    private static Failing libc;
    private static Sockets sockets;
    private static Sockets suspicious;

    @BeforeAll
    static void bind(@TempDir Path directory) throws IOException {
        Native library =
                Native.library(Compiler.library(directory, "failing", LIBC).toString());
        libc = library.load(Failing.class);
        Bindings bindings = new Bindings(library, new JnrUnixCalls(library), null, () -> 0);
        sockets = new UnixSockets(bindings, new NoAbstractNames());
        suspicious = new UnixSockets(bindings, new NoAbstractNames()) {
            @Override
            protected boolean isOverWithoutAddress() {
                return true;
            }
        };
    }

    private static final class NoAbstractNames extends SockAddrCodec {
        @Override
        protected boolean hasAbstractNames() {
            return false;
        }
    }

    @Test
    void plainFormsStartAgainAfterASignal() {
        byte[] bytes = new byte[9];
        SockAddr to = SockAddr.Inet4.loopback(1);
        assertStartsAgain(73, () -> sockets.accept(5));
        assertStartsAgain(73, () -> sockets.accept(5, new Peer()));
        assertStartsAgain(9, () -> sockets.send(5, ByteBuffer.wrap(bytes), 0));
        assertStartsAgain(4, () -> sockets.send(5, bytes, 1, 4, 0));
        assertStartsAgain(9, () -> sockets.sendto(5, ByteBuffer.wrap(bytes), 0, to));
        assertStartsAgain(4, () -> sockets.sendto(5, bytes, 1, 4, 0, to));
        assertStartsAgain(9, () -> sockets.recv(5, ByteBuffer.wrap(bytes), 0));
        assertStartsAgain(4, () -> sockets.recv(5, bytes, 1, 4, 0));
        assertStartsAgain(9, () -> sockets.recvfrom(5, ByteBuffer.wrap(bytes), 0, new Peer()));
        assertStartsAgain(4, () -> sockets.recvfrom(5, bytes, 1, 4, 0, new Peer()));
    }

    private interface Call {
        int make() throws IOException;
    }

    private static void assertStartsAgain(int result, Call call) {
        libc.prepare(INTERRUPTIONS, EINTR, 0);
        assertEquals(result, (int) assertDoesNotThrow(call::make));
        assertEquals(INTERRUPTIONS + 1, libc.calls());
    }

    @Test
    void twinsTellOfTheSignal() {
        byte[] bytes = new byte[9];
        SockAddr to = SockAddr.Inet4.loopback(1);
        Peer peer = new Peer();
        assertTells(() -> sockets.acceptOrErrno(5));
        assertTells(() -> sockets.acceptOrErrno(5, peer));
        assertTells(() -> sockets.connectOrErrno(5, to));
        assertTells(() -> sockets.sendOrErrno(5, ByteBuffer.wrap(bytes), 0));
        assertTells(() -> sockets.sendOrErrno(5, bytes, 1, 4, 0));
        assertTells(() -> sockets.sendtoOrErrno(5, ByteBuffer.wrap(bytes), 0, to));
        assertTells(() -> sockets.sendtoOrErrno(5, bytes, 1, 4, 0, to));
        assertTells(() -> sockets.recvOrErrno(5, ByteBuffer.wrap(bytes), 0));
        assertTells(() -> sockets.recvOrErrno(5, bytes, 1, 4, 0));
        assertTells(() -> sockets.recvfromOrErrno(5, ByteBuffer.wrap(bytes), 0, peer));
        assertTells(() -> sockets.recvfromOrErrno(5, bytes, 1, 4, 0, peer));
    }

    private static void assertTells(Call call) {
        libc.prepare(INTERRUPTIONS, EINTR, 0);
        assertMinus(EINTR, assertDoesNotThrow(call::make));
        assertEquals(1, libc.calls());
    }

    /** The system goes on connecting, and a second call would fail with EALREADY. */
    @Test
    void connectIsNeverStartedAgain() {
        libc.prepare(1, EINTR, 0);
        assertErrno(EINTR, () -> sockets.connect(5, SockAddr.Inet4.loopback(1)));
        assertEquals(1, libc.calls());
    }

    @Test
    void newDescriptorsAreMadeCloseOnExec() throws IOException {
        libc.prepare(0, 0, 0);
        int fd = 100 * AF_UNIX + 10 * SOCK_DGRAM + 7;
        assertEquals(fd, sockets.socket(AF_UNIX, SOCK_DGRAM, 7), "with the type as it was given");
        assertEquals(100 * fd + 10 * F_SETFD + FD_CLOEXEC, libc.flags());
        libc.prepare(0, 0, 0);
        assertEquals("[71, 72]", Arrays.toString(sockets.socketpair(AF_UNIX, SOCK_DGRAM, 0)));
        assertEquals(100 * (71 + 72) + 2 * (10 * F_SETFD + FD_CLOEXEC), libc.flags());
        for (Peer peer : new Peer[] {null, new Peer()}) {
            libc.prepare(0, 0, 0);
            assertEquals(73, sockets.accept(5, peer));
            assertEquals(100 * 73 + 10 * F_SETFD + FD_CLOEXEC, libc.flags());
        }
        assertEquals(0, libc.closes());
    }

    @Test
    void descriptorsThatCannotBeMadeSoAreClosed() {
        Peer peer = new Peer();
        SockAddr before = SockAddr.Unix.unnamed();
        peer.address(before);
        assertRefused(72, 71 + 72, () -> sockets.socketpair(AF_UNIX, SOCK_DGRAM, 0));
        assertRefused(
                100 * AF_UNIX + 10 * SOCK_DGRAM,
                100 * AF_UNIX + 10 * SOCK_DGRAM,
                () -> sockets.socket(AF_UNIX, SOCK_DGRAM, 0));
        assertRefused(73, 73, () -> sockets.accept(5));
        assertRefused(73, 73, () -> sockets.accept(5, peer));
        libc.prepare(0, EMFILE, 73);
        assertMinus(EMFILE, sockets.acceptOrErrno(5, peer));
        assertSame(before, peer.address());
    }

    private static void assertRefused(int refused, int closed, Executable call) {
        libc.prepare(0, EMFILE, refused);
        assertErrno(EMFILE, call);
        assertEquals(closed, libc.closes());
    }

    @Test
    void whoIsNotToldIsNobody() throws IOException {
        libc.prepare(0, 0, 0);
        Peer peer = new Peer();
        peer.address(SockAddr.Unix.unnamed());
        sockets.accept(5, peer);
        assertNull(peer.address());
    }

    @Test
    void aConnectionWithoutAnAddressIsClosedWhereThatMeansItIsOver() throws IOException {
        Peer peer = new Peer();
        SockAddr before = SockAddr.Inet4.loopback(1);
        peer.address(before);
        for (Peer asked : new Peer[] {null, peer}) {
            libc.prepare(0, 0, 0);
            assertMinus(ECONNABORTED, suspicious.acceptOrErrno(5, asked));
            assertEquals(73, libc.closes());
            libc.prepare(1, EMFILE, 0);
            assertMinus(EMFILE, suspicious.acceptOrErrno(5, asked));
            assertEquals(0, libc.closes());
        }
        assertSame(before, peer.address());
        libc.prepare(0, 0, 0);
        assertMinus(ECONNABORTED, suspicious.acceptOrErrno(7));
        assertEquals(73, suspicious.accept(6));
        assertEquals(73, suspicious.accept(6, peer));
        assertEquals(0, libc.closes());
        assertEquals(SockAddr.Unix.unnamed(), peer.address());
    }

    @Test
    void failuresThatAreNoSignalAreThrownAtOnce() {
        libc.prepare(1, EMFILE, 0);
        ErrnoException thrown = assertErrno(EMFILE, () -> sockets.accept(5));
        assertEquals("accept fd 5", thrown.call() + " " + thrown.subject());
        assertEquals(1, libc.calls());
        assertEquals(0, libc.flags());
    }

    /** This system refuses kinds of addresses that only other systems have. */
    @Test
    void addressesThatTheSystemHasNotAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> sockets.encode(new SockAddr.Netlink(1, 0)));
        assertThrows(IllegalArgumentException.class, () -> sockets.encode(new SockAddr.Link(1, 0)));
        SockAddr dataLink = new SockAddr.DataLink(1, 6, "en0", new byte[6]);
        assertThrows(IllegalArgumentException.class, () -> sockets.encode(dataLink));
        assertThrows(IllegalArgumentException.class, () -> sockets.encode(SockAddr.Unix.abstractName("\0ab")));
        byte[] nulFirst = new byte[16];
        byte[] unnamed = sockets.encode(SockAddr.Unix.unnamed());
        System.arraycopy(unnamed, 0, nulFirst, 0, unnamed.length);
        assertEquals(SockAddr.Unix.unnamed(), sockets.decode(nulFirst, 16));
    }
}
