package posixkit.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.EMFILE;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.ffi.Native;
import posixkit.net.Message;
import posixkit.testing.Compiler;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsTool;
import posixkit.testing.Replaced;
import posixkit.unix.call.IoCalls;
import posixkit.unix.call.JnrIoCalls;
import posixkit.unix.call.JnrUnixCalls;
import posixkit.unix.call.UnixCalls;

/** Tests the shared body without a system's changes: over this kernel, and over a library whose calls are interrupted. */
@ExtendWith(Descriptors.class)
class UnixMessagesTest {
    private static final SockAddrCodec CODEC = new SockAddrCodec() {
        @Override
        protected boolean hasAbstractNames() {
            return false;
        }
    };

    private final Native process = Native.process();
    private final IoCalls io = new JnrIoCalls(process);

    @TempDir
    Path dir;

    /** Not by the kernel, but right after the call. */
    @Test
    void receivedDescriptorsAreMadeCloseOnExecWhereTheyAreNotBornSo() throws IOException {
        UnixSockets sockets = new UnixSockets(bindings(process), CODEC);
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        Message in = Message.into(ByteBuffer.allocate(1), 2);
        sockets.sendmsg(pair[0], Message.of(ByteBuffer.allocate(1)).fds(pair[0], pair[1]), 0);
        assertEquals(1, sockets.recvmsg(pair[1], in, 0));
        int[] fds = in.takeFds();
        assertEquals(2, fds.length);
        for (int fd : fds) {
            assertEquals(FD_CLOEXEC, io.fcntl(fd, F_GETFD, 0));
            io.close(fd);
        }
        io.close(pair[0]);
        io.close(pair[1]);
    }

    @Test
    void whatCannotBeMadeSoFailsAndLeavesTheMessage() throws IOException {
        UnixSockets sockets = new UnixSockets(bindings(process), CODEC);
        UnixSockets failing = new UnixSockets(bindings(process), CODEC) {
            @Override
            protected int closeOnExec(int fd) {
                return -EMFILE;
            }
        };
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {7});
        Message in = Message.into(buffer, 1);
        for (int i = 0; i < 2; i++) {
            sockets.sendmsg(pair[0], Message.of(ByteBuffer.allocate(1)).fds(pair[0]), 0);
        }
        assertMinus(EMFILE, failing.recvmsgOrErrno(pair[1], in, 0));
        assertErrno(EMFILE, () -> failing.recvmsg(pair[1], in, 0));
        assertEquals(0, in.fdCount());
        assertEquals(0, buffer.position());
        assertEquals(7, buffer.get(0));
        io.close(pair[0]);
        io.close(pair[1]);
    }

    @Test
    @NeedsTool("cc")
    void plainFormsStartAgainAfterAnInterruption() throws IOException {
        Path library = Compiler.library(dir, "interrupted", """
                extern int *__errno_location(void);
                static int calls;
                static long interrupted(int flags) {
                    if (calls++ %% 2 == 0) {
                        *__errno_location() = %d;
                        return -1;
                    }
                    return flags;
                }
                long sendmsg(int fd, void *message, int flags) { return interrupted(flags); }
                long recvmsg(int fd, void *message, int flags) { return interrupted(flags); }
                """.formatted(EINTR));
        UnixSockets sockets = new UnixSockets(bindings(Native.library(library.toString())), CODEC);
        ByteBuffer buffer = ByteBuffer.allocate(9);
        assertEquals(5, sockets.sendmsg(3, Message.of(buffer), 5));
        assertEquals(2, sockets.recvmsg(3, Message.into(buffer), 2));
        assertMinus(EINTR, sockets.sendmsgOrErrno(3, Message.of(buffer), 1));
        assertEquals(1, sockets.sendmsgOrErrno(3, Message.of(buffer), 1));
        assertMinus(EINTR, sockets.recvmsgOrErrno(3, Message.into(buffer), 1));
        assertEquals(8, buffer.position());
    }

    /** A library may return a length beyond the room, and a control message that is cut. */
    @Test
    @NeedsTool("cc")
    void controlMessagesAreReadNoFurtherThanTheyGo() throws IOException {
        Path library = Compiler.library(dir, "control", """
                #include <stddef.h>
                #include <sys/socket.h>
                long recvmsg(int fd, struct msghdr *message, int flags) {
                    struct cmsghdr *first = message->msg_control;
                    first->cmsg_len = CMSG_LEN(5);
                    first->cmsg_level = 71;
                    first->cmsg_type = 72;
                    for (int i = 0; i < 5; i++) {
                        CMSG_DATA(first)[i] = i + 1;
                    }
                    struct cmsghdr *second = (struct cmsghdr *)((char *)first + CMSG_SPACE(5));
                    second->cmsg_len = CMSG_LEN(1000);
                    second->cmsg_level = 73;
                    second->cmsg_type = 74;
                    CMSG_DATA(second)[0] = 9;
                    message->msg_controllen = CMSG_SPACE(5) + CMSG_LEN(flags);
                    message->msg_flags = MSG_EOR;
                    message->msg_namelen = 0;
                    return 1;
                }
                int getsockopt(int fd, int level, int name, void *value, unsigned *length) { return 0; }
                """);
        UnixSockets sockets = new UnixSockets(bindings(Native.library(library.toString())), CODEC);
        Message in = Message.into(ByteBuffer.allocate(1)).room(5, 16);
        assertEquals(1, sockets.recvmsg(3, in, 1));
        assertEquals(
                List.of(
                        new Message.Control(71, 72, new byte[] {1, 2, 3, 4, 5}),
                        new Message.Control(73, 74, new byte[] {9})),
                in.controls());
        assertFalse(in.isControlTruncated());
        assertTrue(in.flags() != 0);
        assertEquals(1, sockets.recvmsg(3, in.rewind(), 0));
        assertEquals(new Message.Control(73, 74, new byte[0]), in.controls().get(1));
    }

    /** Some systems take no message without a buffer, and lose descriptors for whose numbers there is no room. */
    @Test
    @NeedsTool("cc")
    void thereIsABufferAtLeastAndRoomForMoreThanIsAsked() throws IOException {
        Path library = Compiler.library(dir, "counted", """
                #include <sys/socket.h>
                static long count(const struct msghdr *message) {
                    return 1000000 * message->msg_controllen + 1000 * message->msg_iovlen + message->msg_iov[0].iov_len;
                }
                long sendmsg(int fd, const struct msghdr *message, int flags) { return count(message); }
                long recvmsg(int fd, struct msghdr *message, int flags) {
                    long result = count(message);
                    message->msg_controllen = message->msg_namelen = 0;
                    return result;
                }
                """);
        Bindings bindings = bindings(Native.library(library.toString()));
        UnixSockets sockets = new UnixSockets(bindings, CODEC);
        assertEquals(1000, sockets.sendmsg(3, Message.of(), 0));
        assertEquals(1000, sockets.recvmsg(3, Message.into(), 0));
        ByteBuffer[] two = {ByteBuffer.allocate(7), ByteBuffer.allocate(1)};
        assertEquals(2007, sockets.sendmsg(3, Message.of(two), 0));

        UnixSockets losing = new UnixSockets(bindings, CODEC) {
            @Override
            protected int roomBeyond() {
                return 40;
            }
        };
        ByteBuffer one = ByteBuffer.allocate(1);
        assertEquals(1001, sockets.recvmsg(3, Message.into(one.clear()), 0));
        assertEquals(40 * 1_000_000 + 1001, losing.recvmsg(3, Message.into(one.clear()), 0), "without room too");
        long asked = ControlData.space(5);
        assertEquals(
                asked * 1_000_000 + 1001,
                sockets.recvmsg(3, Message.into(one.clear()).room(5), 0));
        assertEquals(
                (asked + 40) * 1_000_000 + 1001,
                losing.recvmsg(3, Message.into(one.clear()).room(5), 0));
    }

    private Bindings bindings(Native library) {
        return new Bindings(
                library, Replaced.topic(UnixCalls.class, new JnrUnixCalls(library), IoCalls.class, io), null, null);
    }
}
