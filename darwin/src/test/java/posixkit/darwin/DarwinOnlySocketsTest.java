package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOTCONN;
import static posixkit.constants.Errno.ENOTSOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.ondarwin.constants.DarwinSock.LOCAL_PEERCRED;
import static posixkit.ondarwin.constants.DarwinSock.LOCAL_PEERPID;
import static posixkit.ondarwin.constants.DarwinSock.SOL_LOCAL;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.ffi.Native;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;
import posixkit.ondarwin.OnDarwinSockets;
import posixkit.ondarwin.Xucred;
import posixkit.testing.Compiler;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Proc;
import posixkit.unix.Bindings;
import posixkit.unix.call.JnrUnixCalls;

/** Tests credentials of the other end against {@code /proc}. */
@ExtendWith(Descriptors.class)
@NeedsTool("cc")
class DarwinOnlySocketsTest {
    private static final int NOT_OPEN = 1_000_000;
    private static final int NO_LEVEL = 250;

    private final Posix posix = Posix.get();
    private final Sockets sockets = posix.sockets();
    private final OnDarwinSockets extras = posix.onDarwin().sockets();

    @TempDir
    Path dir;

    private Xucred peer(Fd fd) throws IOException {
        return extras.getsockoptXucred(fd.num(), SOL_LOCAL, LOCAL_PEERCRED);
    }

    @Test
    @NeedsProc
    void theOtherEndOfAPairIsOurselvesWhileItIsThere() throws IOException {
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd left = Fd.own(pair[0])) {
            Xucred peer;
            try (Fd right = Fd.own(pair[1])) {
                peer = peer(left);
                assertEquals(peer, peer(right));
                assertEquals(peer, extras.peerCredentials(right.num()));
                assertEquals(ProcessHandle.current().pid(), extras.peerPid(left.num()));
            }
            assertEquals(ours("Uid"), Integer.toUnsignedString(peer.uid()));
            assertEquals(ours("Gid"), Integer.toUnsignedString(peer.gid()));
            assertEquals(
                    groups(),
                    peer.groups().stream().map(Integer::toUnsignedString).collect(Collectors.toSet()));
            assertEquals(peer, peer(left), "as it was then");
            assertErrno(ENOTCONN, () -> extras.peerPid(left.num()));
            assertMinus(ENOTCONN, extras.peerPidOrErrno(left.num()));
        }
    }

    /** Returns the effective group and the supplementary groups. */
    private static Set<String> groups() throws IOException {
        Set<String> groups = new TreeSet<>(Set.of(ours("Gid")));
        groups.addAll(Arrays.asList(Proc.ofThisThread("Groups").strip().split(" +")));
        groups.remove("");
        return groups;
    }

    private static String ours(String id) throws IOException {
        return Proc.ofThisThread(id).split(" ")[1];
    }

    /** Ids are unsigned: these are beyond the range of int. The kernel returns sixteen of many groups. */
    @Test
    @NeedsRoot
    @NeedsTool("setpriv")
    void aClientIsWhoItWasWhenItConnected() throws Exception {
        Path client = Compiler.program(dir, "client", """
                #include <stdio.h>
                #include <string.h>
                #include <sys/socket.h>
                #include <sys/un.h>
                int main(int argc, char **argv) {
                    struct sockaddr_un name = {.sun_family = AF_UNIX};
                    strcpy(name.sun_path, argv[1]);
                    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
                    return connect(fd, (struct sockaddr *)&name, sizeof name) == 0 && getchar() == EOF ? 0 : 1;
                }
                """);
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path name = dir.resolve("s");
        try (Fd listener = Fd.own(sockets.socket(AF_UNIX, SOCK_STREAM, 0))) {
            sockets.bind(listener.num(), SockAddr.Unix.path(name.toString()));
            sockets.listen(listener.num(), 1);
            Files.setPosixFilePermissions(name, PosixFilePermissions.fromString("rwxrwxrwx"));
            assertErrno(ENOTCONN, () -> peer(listener));
            Process process = new ProcessBuilder(
                            "setpriv",
                            "--reuid=3000000001",
                            "--regid=3000000002",
                            "--groups="
                                    + IntStream.range(100, 120)
                                            .mapToObj(Integer::toString)
                                            .collect(Collectors.joining(",")),
                            "--inh-caps=-all",
                            client.toString(),
                            name.toString())
                    .start();
            try (Fd server = Fd.own(sockets.accept(listener.num()))) {
                Xucred peer = peer(server);
                List<Integer> groups = peer.groups();
                assertEquals((int) 3000000001L, peer.uid());
                assertEquals((int) 3000000002L, peer.gid());
                assertEquals(16, groups.size());
                assertEquals(IntStream.range(100, 115).boxed().toList(), groups.subList(1, 16));
                assertTrue(peer.toString().startsWith("Xucred[uid=3000000001, groups=[3000000002, 100, 101, "));
                assertEquals(process.pid(), extras.peerPid(server.num()));
            } finally {
                process.getOutputStream().close();
                assertEquals(0, process.waitFor());
                process.getInputStream().close();
                process.getErrorStream().close();
            }
        }
    }

    @Test
    void aSocketWithoutSuchAPeerSaysSo() throws IOException {
        int[] pair = sockets.socketpair(AF_UNIX, SOCK_DGRAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1]);
                Fd unconnected = Fd.own(sockets.socket(AF_UNIX, SOCK_STREAM, 0));
                Fd udp = Fd.own(sockets.socket(AF_INET, SOCK_DGRAM, 0));
                Fd file = Fd.own(posix.files().open("/dev/null", O_RDONLY))) {
            assertErrno(EINVAL, () -> peer(left));
            assertEquals(ProcessHandle.current().pid(), extras.peerPid(right.num()));
            assertErrno(ENOTCONN, () -> peer(unconnected));
            assertErrno(ENOTCONN, () -> extras.peerPid(unconnected.num()));
            assertErrno(ENOTSOCK, () -> peer(file));
            assertErrno(EINVAL, () -> extras.getsockoptXucred(udp.num(), NO_LEVEL, LOCAL_PEERCRED));
            assertErrno(ENOTSOCK, () -> extras.peerPid(file.num()));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> extras.getsockoptXucred(right.num(), SOL_LOCAL, LOCAL_PEERPID));
        }
        assertErrno(EBADF, () -> extras.getsockoptXucred(NOT_OPEN, SOL_LOCAL, LOCAL_PEERCRED));
        String failure = assertErrno(EBADF, () -> extras.peerPid(NOT_OPEN)).getMessage();
        assertTrue(failure.startsWith("getsockopt fd 1000000: EBADF"), failure);
    }

    /** A structure of another version would have other fields at these offsets. */
    @Test
    void credentialsOfAnotherVersionAreNotMisread() throws IOException {
        Path file = Compiler.library(dir, "version", """
                #include <string.h>
                int getsockopt(int fd, int level, int name, void *value, unsigned *length) {
                    memset(value, 0, *length);
                    ((unsigned *)value)[0] = fd;
                    ((unsigned *)value)[1] = 7;
                    ((short *)value)[4] = 1;
                    ((unsigned *)value)[3] = 8;
                    *length = 76;
                    return 0;
                }
                """);
        Native library = Native.library(file.toString());
        OnDarwinSockets versioned =
                new DarwinOnlySockets(new Bindings(library, new JnrUnixCalls(library), null, null), null);
        assertEquals(new Xucred(7, List.of(8)), versioned.getsockoptXucred(0, SOL_LOCAL, LOCAL_PEERCRED));
        String failure = assertErrno(EINVAL, () -> versioned.getsockoptXucred(1, SOL_LOCAL, LOCAL_PEERCRED))
                .getMessage();
        assertTrue(failure.startsWith("getsockopt fd 1: EINVAL"), failure);
    }

    @Test
    void everybodyIsInAGroup() {
        assertThrows(IllegalArgumentException.class, () -> new Xucred(1, List.of()));
    }
}
