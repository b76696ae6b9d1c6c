package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.MessageFlag.MSG_DONTWAIT;
import static posixkit.constants.MessageFlag.SCM_RIGHTS;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.file.Io;
import posixkit.net.Message;
import posixkit.net.Messages;
import posixkit.net.Sockets;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsTool;
import posixkit.testing.Received;
import posixkit.testing.SocketProgram;

/**
 * Tests {@link Messages} with descriptors. {@link Descriptors} checks that none is lost, the JDK says which file a descriptor refers
 * to, and a C program is the other side.
 */
@ExtendWith(Descriptors.class)
public abstract class PassingContract {
    private static final int NOT_OPEN = 1_000_000;

    private final Posix posix = Posix.get();
    private final Sockets sockets = posix.sockets();

    @TempDir
    Path dir;

    private Fd left;
    private Fd right;
    private Fd one;
    private Fd two;
    private Fd three;

    @BeforeEach
    void open() throws IOException {
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        left = Fd.own(pair[0]);
        right = Fd.own(pair[1]);
        one = file("one");
        two = file("two");
        three = file("three");
    }

    @AfterEach
    void close() throws IOException {
        for (Fd fd : new Fd[] {left, right, one, two, three}) {
            fd.close();
        }
    }

    @Test
    void aDescriptorArrivesAsAnotherOfTheSameFileAndCloseOnExec() throws IOException {
        assertEquals(3, sockets.sendmsg(left.num(), Message.of(text("abc")).fds(one.num()), 0));
        ByteBuffer buffer = ByteBuffer.allocate(8);
        try (Message in = Message.into(buffer, 1)) {
            assertEquals(3, sockets.recvmsg(right.num(), in, 0));
            assertEquals(1, in.fdCount());
            assertFalse(in.isControlTruncated());
            assertEquals(0, in.flags());
            assertEquals(List.of(), in.controls());
            try (Fd received = Fd.own(in.takeFd(0))) {
                assertNotEquals(one.num(), received.num());
                assertFile("one", received.num());
                assertEquals(FD_CLOEXEC, posix.io().fcntl(received.num(), F_GETFD, 0));
            }
        }
        assertFile("one", one.num());
    }

    @Test
    void severalArriveInOrder() throws IOException {
        sockets.sendmsg(left.num(), Message.of(text("a")).fds(two.num(), three.num(), one.num()), 0);
        try (Message in = Message.into(ByteBuffer.allocate(1), 5)) {
            sockets.recvmsg(right.num(), in, 0);
            int[] fds = in.takeFds();
            assertFiles(fds, "two", "three", "one");
            closeAll(fds);
        }
    }

    /** Padding makes the room for one descriptor large enough for two, and the kernel passes both. */
    @Test
    void theSecondOfTwoIsClosedIfOneIsWanted() throws IOException {
        sockets.sendmsg(left.num(), Message.of(text("a")).fds(one.num(), two.num()), 0);
        try (Message in = Message.into(ByteBuffer.allocate(1), 1)) {
            assertEquals(1, sockets.recvmsg(right.num(), in, 0));
            assertTrue(in.isControlTruncated());
            assertEquals(1, in.fdCount());
            int fd = in.takeFd(0);
            assertFiles(new int[] {fd}, "one");
            closeAll(fd);
        }
    }

    @Test
    void thoseWithoutRoomAreClosed() throws IOException {
        sockets.sendmsg(left.num(), Message.of(text("a")).fds(one.num(), two.num(), three.num()), 0);
        try (Message in = Message.into(ByteBuffer.allocate(1), 2)) {
            sockets.recvmsg(right.num(), in, 0);
            assertTrue(in.isControlTruncated());
            int[] fds = in.takeFds();
            assertFiles(fds, "one", "two");
            closeAll(fds);
        }
    }

    @Test
    void noneIsWantedAndNoneComes() throws IOException {
        for (int[] room : new int[][] {{}, {16}}) {
            sockets.sendmsg(left.num(), Message.of(text("a")).fds(one.num()), 0);
            try (Message in = Message.into(ByteBuffer.allocate(1)).room(room)) {
                assertEquals(1, sockets.recvmsg(right.num(), in, 0));
                assertTrue(in.isControlTruncated());
                assertEquals(0, in.fdCount());
                assertEquals(List.of(), in.controls());
            }
        }
    }

    @Test
    void whatNobodyTookIsClosedByTheNext() throws IOException {
        Message in = Message.into(ByteBuffer.allocate(3), 2);
        sockets.sendmsg(left.num(), Message.of(text("a")).fds(one.num(), two.num()), 0);
        sockets.recvmsg(right.num(), in, 0);
        try (Fd taken = Fd.own(in.takeFd(1))) {
            sockets.sendmsg(left.num(), Message.of(text("b")).fds(three.num()), 0);
            assertEquals(1, sockets.recvmsg(right.num(), in, 0));
            assertFile("two", taken.num());
            assertEquals(1, in.fdCount());
            try (Fd last = Fd.own(in.takeFd(0))) {
                assertFile("three", last.num());
            }
        }
    }

    @Test
    void aFailedReceiveLeavesWhatNobodyTook() throws IOException {
        Message in = Message.into(ByteBuffer.allocate(3), 1);
        sockets.sendmsg(left.num(), Message.of(text("a")).fds(one.num()), 0);
        sockets.recvmsg(right.num(), in, 0);
        assertMinus(EAGAIN, sockets.recvmsgOrErrno(right.num(), in, MSG_DONTWAIT));
        try (Fd received = Fd.own(in.takeFd(0))) {
            assertFile("one", received.num());
        }
        in.close();
    }

    @Test
    void closingClosesWhatNobodyTookOnce() throws IOException {
        sockets.sendmsg(left.num(), Message.of(text("a")).fds(one.num(), two.num()), 0);
        Message in = Message.into(ByteBuffer.allocate(3), 2);
        sockets.recvmsg(right.num(), in, 0);
        in.close();
        in.close();
        assertThrows(IllegalStateException.class, () -> in.takeFd(0));
    }

    @Test
    void closingSaysWhichCouldNotBeClosed() throws IOException {
        Message in = Message.into(ByteBuffer.allocate(1), 3);
        Fd open = file("another");
        Received.store(in, null, 0, new int[] {NOT_OPEN, open.release(), NOT_OPEN + 1}, List.of(), List.of());
        IOException failed = assertErrno(EBADF, in::close);
        assertTrue(failed.getMessage().contains("fd 1000001"), failed.getMessage());
        assertEquals(1, failed.getSuppressed().length);
        assertTrue(failed.getSuppressed()[0].getMessage().contains("fd 1000000"));
    }

    /** A stream carries descriptors only beside a byte. */
    @Test
    void descriptorsWithoutBuffersTravelWithOneByteThatIsCounted() throws IOException {
        Message out = Message.of().fds(one.num());
        for (int i = 0; i < 3; i++) {
            assertEquals(1, sockets.sendmsg(left.num(), out, 0));
        }
        try (Message in = Message.into().maxFds(1)) {
            for (int i = 0; i < 2; i++) {
                assertEquals(1, sockets.recvmsg(right.num(), in, 0));
                assertEquals(1, in.fdCount());
                int fd = in.takeFd(0);
                assertFiles(new int[] {fd}, "one");
                closeAll(fd);
            }
        }
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2});
        assertEquals(1, posix.io().read(right.num(), buffer), "the byte of the third");
        assertArrayEquals(new byte[] {0, 2}, buffer.array());
        posix.io().write(left.num(), new byte[] {7});
        left.close();
        try (Message in = Message.into().maxFds(1)) {
            assertEquals(1, sockets.recvmsg(right.num(), in, 0), "a byte without descriptors");
            assertEquals(0, in.fdCount());
            assertEquals(0, sockets.recvmsg(right.num(), in, 0), "the end");
            assertEquals(0, in.fdCount());
        }
    }

    /** A peer may send descriptors with every message; {@link Descriptors} sees that none stays open. */
    @Test
    void aMessageWithoutRoomLeavesNoDescriptorOpen() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1);
        Message in = Message.into(buffer);
        Set<Integer> before = ours();
        for (int i = 0; i < 50; i++) {
            sockets.sendmsg(left.num(), Message.of(text("a")).fds(one.num(), two.num(), three.num()), 0);
            assertEquals(1, sockets.recvmsg(right.num(), in.rewind(), 0));
            assertTrue(in.isControlTruncated());
        }
        assertEquals(before, ours());
    }

    @Test
    void closingGoesThroughTheGivenRole() throws IOException {
        List<Integer> closed = new ArrayList<>();
        Io io = (Io)
                Proxy.newProxyInstance(Io.class.getClassLoader(), new Class<?>[] {Io.class}, (p, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        closed.add((Integer) arguments[0]);
                    }
                    return method.invoke(posix.io(), arguments);
                });
        sockets.sendmsg(left.num(), Message.of(text("a")).fds(one.num(), two.num(), three.num()), 0);
        Message in = Message.into(ByteBuffer.allocate(1), 3).closedBy(io);
        sockets.recvmsg(right.num(), in, 0);
        int taken = in.takeFd(1);
        in.close();
        assertEquals(2, closed.size());
        assertFalse(closed.contains(taken));
        assertFile("two", taken);
        assertTrue(Collections.disjoint(closed, ours()), closed + " are closed");
        closeAll(taken);
    }

    @Test
    void withNoDescriptorsThereIsNoByteEither() throws IOException {
        assertEquals(0, sockets.sendmsg(left.num(), Message.of().fds(new int[0]), 0));
        assertMinus(EAGAIN, sockets.recvmsgOrErrno(right.num(), Message.into(ByteBuffer.allocate(1)), MSG_DONTWAIT));
        assertMinus(EAGAIN, sockets.recvmsgOrErrno(right.num(), Message.into().maxFds(1), MSG_DONTWAIT));
    }

    @Test
    void anEmptyDatagramCarriesDescriptorsAsItIs() throws IOException {
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_DGRAM, 0);
        try (Fd from = Fd.own(pair[0]);
                Fd to = Fd.own(pair[1])) {
            assertEquals(0, sockets.sendmsg(from.num(), Message.of().fds(one.num()), 0));
            assertEquals(0, sockets.sendmsg(from.num(), Message.of().fds(two.num()), 0));
            ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1});
            for (Message in : List.of(Message.into(buffer, 1), Message.into().maxFds(1))) {
                try (in) {
                    assertEquals(0, sockets.recvmsg(to.num(), in, 0));
                    assertEquals(1, in.fdCount());
                    assertFalse(in.isTruncated());
                }
            }
            assertEquals(1, buffer.get(0), "no byte");
        }
    }

    @Test
    void aDescriptorThatIsNotOpenSendsNothing() throws IOException {
        ByteBuffer from = text("abc");
        assertErrno(EBADF, () -> sockets.sendmsg(left.num(), Message.of(from).fds(one.num(), NOT_OPEN), 0));
        assertEquals(0, from.position());
        assertMinus(EAGAIN, sockets.recvmsgOrErrno(right.num(), Message.into(ByteBuffer.allocate(4)), MSG_DONTWAIT));
    }

    /** The caller lays out the bytes of the same control message. */
    @Test
    void aControlMessageIsSentByItsNumbers() throws IOException {
        byte[] data = ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .putInt(two.num())
                .putInt(three.num())
                .array();
        Message.Control rights = new Message.Control(SOL_SOCKET, SCM_RIGHTS, data);
        sockets.sendmsg(left.num(), Message.of(text("a")).controls(rights), 0);
        try (Message in = Message.into(ByteBuffer.allocate(1), 4)) {
            sockets.recvmsg(right.num(), in, 0);
            int[] fds = in.takeFds();
            assertFiles(fds, "two", "three");
            closeAll(fds);
        }
    }

    @Test
    @NeedsTool("cc")
    void aProgramInCReadsTheFilesItIsSent() throws IOException {
        SocketProgram c = SocketProgram.of(dir, "receive", """
                #include <stdio.h>
                #include <string.h>
                #include <sys/socket.h>
                #include <unistd.h>
                int main(void) {
                    char text[64], control[CMSG_SPACE(8 * sizeof(int))];
                    struct iovec data = {text, sizeof text};
                    struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1,
                        .msg_control = control, .msg_controllen = sizeof control};
                    ssize_t n = recvmsg(0, &message, 0);
                    printf("%d %.*s", (int)n, (int)n, text);
                    for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
                        int fds[8];
                        size_t bytes = c->cmsg_len - CMSG_LEN(0);
                        memcpy(fds, CMSG_DATA(c), bytes);
                        printf(" level %d type %d", c->cmsg_level == SOL_SOCKET, c->cmsg_type == SCM_RIGHTS);
                        for (size_t i = 0; i < bytes / sizeof(int); i++) {
                            n = read(fds[i], text, sizeof text);
                            printf(" %.*s", (int)n, text);
                        }
                    }
                    return 0;
                }
                """);
        sockets.sendmsg(left.num(), Message.of(text("ab"), text("cde")).fds(three.num(), one.num()), 0);
        assertEquals("5 abcde level 1 type 1 three one", c.run(right.num()));
    }

    @Test
    @NeedsTool("cc")
    void aProgramInCSendsFiles() throws IOException {
        SocketProgram c = SocketProgram.of(dir, "send", """
                #include <fcntl.h>
                #include <string.h>
                #include <sys/socket.h>
                int main(int argc, char **argv) {
                    int fds[2] = {open(argv[1], O_RDONLY), open(argv[2], O_RDONLY)};
                    char control[CMSG_SPACE(sizeof fds)];
                    memset(control, 0, sizeof control);
                    struct iovec data = {"from C", 6};
                    struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1,
                        .msg_control = control, .msg_controllen = sizeof control};
                    struct cmsghdr *c = CMSG_FIRSTHDR(&message);
                    c->cmsg_level = SOL_SOCKET;
                    c->cmsg_type = SCM_RIGHTS;
                    c->cmsg_len = CMSG_LEN(sizeof fds);
                    memcpy(CMSG_DATA(c), fds, sizeof fds);
                    return sendmsg(0, &message, 0) == 6 ? 0 : 1;
                }
                """);
        c.run(left.num(), dir.resolve("two"), dir.resolve("one"));
        ByteBuffer buffer = ByteBuffer.allocate(8);
        try (Message in = Message.into(buffer, 3)) {
            assertEquals(6, sockets.recvmsg(right.num(), in, 0));
            assertEquals("from C", StandardCharsets.UTF_8.decode(buffer.flip()).toString());
            int[] fds = in.takeFds();
            assertFiles(fds, "two", "one");
            closeAll(fds);
        }
    }

    /** The socket that is sent has a message with a descriptor in its queue. */
    @Test
    void aSocketIsSentWithWhatIsInIt() throws IOException {
        int[] inner = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd from = Fd.own(inner[0])) {
            try (Fd to = Fd.own(inner[1])) {
                sockets.sendmsg(from.num(), Message.of(text("inner")).fds(two.num()), 0);
                sockets.sendmsg(left.num(), Message.of(text("o")).fds(to.num()), 0);
            }
            try (Message outer = Message.into(ByteBuffer.allocate(1), 1)) {
                sockets.recvmsg(right.num(), outer, 0);
                try (Fd socket = Fd.own(outer.takeFd(0));
                        Message in = Message.into(ByteBuffer.allocate(8), 1)) {
                    assertEquals(5, sockets.recvmsg(socket.num(), in, 0));
                    int fd = in.takeFd(0);
                    assertFiles(new int[] {fd}, "two");
                    closeAll(fd);
                }
            }
        }
    }

    private Fd file(String content) throws IOException {
        Path file = Files.writeString(dir.resolve(content), content);
        return Fd.own(posix.files().open(file.toString(), O_RDONLY));
    }

    private void assertFiles(int[] fds, String... names) throws IOException {
        assertEquals(names.length, fds.length, Arrays.toString(fds));
        for (int i = 0; i < fds.length; i++) {
            assertFile(names[i], fds[i]);
        }
    }

    private void assertFile(String name, int fd) throws IOException {
        assertTrue(Descriptors.of(dir.resolve(name)).contains(fd), fd + " is " + name);
    }

    /** Returns the descriptors that name files of this test. Other threads of the JVM open and close other ones. */
    private Set<Integer> ours() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return Descriptors.of(files.toArray(Path[]::new));
        }
    }

    private void closeAll(int... fds) throws IOException {
        for (int fd : fds) {
            posix.io().close(fd);
        }
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
