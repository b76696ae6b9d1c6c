package posixkit.examples.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Resource.RLIMIT_NOFILE;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_STREAM;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.net.SockAddr;
import posixkit.terminal.Pty;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** The recipes of docs/cookbook.md, run. Each prints what the page says, but for the numbers, and what an oracle says. */
class CookbookTest {
    private static final Path ROOT = Path.of(System.getProperty("posixkit.root"));
    private static final Posix posix = Posix.get();
    private static final int CLIENTS = 3;

    @TempDir
    Path dir;

    @Test
    @NeedsTool("flock")
    void lock() throws Throwable {
        String file = dir.resolve("lock").toString();
        assertPrints("lock", () -> CookbookFiles.lockAFile(file));
        assertEquals("free", Programs.output("flock", "-n", file, "echo", "free"));
    }

    @Test
    void map() throws Throwable {
        String file = dir.resolve("map").toString();
        assertEquals("opened 1 times\n", assertPrints("map-file", () -> CookbookFiles.mapAFile(file)));
        assertEquals("opened 2 times\n", assertPrints("map-file", () -> CookbookFiles.mapAFile(file)));
        assertEquals(4096, Files.size(Path.of(file)));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void directory() throws Throwable {
        int bytes = 0;
        for (int i = 0; i < 1000; i++) {
            bytes += Files.createFile(dir.resolve("name " + i))
                    .getFileName()
                    .toString()
                    .length();
        }
        assertEquals(
                "1000 names of " + bytes + " bytes\n",
                assertPrints("directory", () -> CookbookFiles.readADirectory(dir.toString())));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void beneath() throws Throwable {
        Files.writeString(dir.resolve("inside"), "12345");
        Files.createSymbolicLink(dir.resolve("out"), Path.of("/etc/passwd"));
        assertEquals("5 bytes\n", printedBy(() -> CookbookFiles.openBeneath(dir.toString(), "./inside")));
        for (String out : List.of("out", "../" + dir.getFileName() + "/inside", "/etc/passwd")) {
            assertPrints("beneath", () -> CookbookFiles.openBeneath(dir.toString(), out));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void watch() throws Throwable {
        assertPrints("watch", () -> CookbookFiles.watchADirectory(dir.toString()));
        assertEquals("text", Files.readString(dir.resolve("new")));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void xattrs() throws Throwable {
        FileStore store = Files.getFileStore(dir);
        assumeTrue(store.supportsFileAttributeView(UserDefinedFileAttributeView.class), store + " keeps none");
        Path file = Files.createFile(dir.resolve("file"));
        assertPrints("xattrs", () -> CookbookFiles.keepAnAttribute(file.toString()));
        var attributes = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        assertEquals(List.of("origin"), attributes.list());
    }

    @Test
    @NeedsRoot
    @EnabledOnOs(OS.LINUX)
    void dropPrivileges() throws Throwable {
        assertPrints("drop-privileges", CookbookProcesses::dropPrivileges);
    }

    @Test
    void pipes() throws Throwable {
        assertPrints("pipes", CookbookProcesses::talkToAProgram);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void waits() throws Throwable {
        assertPrints("wait", CookbookProcesses::waitForAWhile);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void kill() throws Throwable {
        assertPrints("kill", CookbookProcesses::killWithoutARace);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void limit() throws Throwable {
        String printed = assertPrints("limit", CookbookProcesses::setALimit);
        assertEquals(Programs.output("sh", "-c", "ulimit -Hn") + " descriptors\n", printed);
        assertEquals(
                posix.processes().getrlimit(RLIMIT_NOFILE).max(),
                posix.processes().getrlimit(RLIMIT_NOFILE).cur());
    }

    @Test
    @NeedsTool("strace")
    void trace() throws Throwable {
        String seen = Programs.run("strace", "cat", "/no/such/file").errors();
        long failed = seen.lines().filter(line -> line.contains(" = -1 E")).count();
        assertEquals(
                failed + " calls failed, exited 1\n", assertPrints("trace-errors", CookbookProcesses::traceAProgram));
    }

    @Test
    @NeedsTool("id")
    void accounts() throws Throwable {
        String printed = printedBy(CookbookProcesses::findAccounts);
        String home = Programs.output("sh", "-c", "echo ~root");
        String groups = Programs.output("id", "-G", "root").replaceAll("(\\d+) ?", "group $1\n");
        assertEquals("root lives in " + home + "\n" + groups, printed);
    }

    @Test
    void passADescriptor() throws Exception {
        Path file = Files.writeString(dir.resolve("file"), "content");
        int[] pair = posix.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd here = Fd.own(pair[0]);
                Fd there = Fd.own(pair[1]);
                Fd sent = Fd.own(posix.files().open(file.toString(), O_RDONLY))) {
            CookbookNetwork.send(here.num(), sent.num());
            try (Fd received = Fd.own(CookbookNetwork.receive(there.num()))) {
                assertNotEquals(sent.num(), received.num());
                byte[] read = new byte[7];
                assertEquals(7, posix.io().read(received.num(), read));
                assertEquals("content", new String(read, UTF_8));
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void epollServer() throws Exception {
        try (Fd listener = listener()) {
            Thread server = new Thread(() -> {
                try {
                    CookbookNetwork.serveWithEpoll(listener.num(), CLIENTS);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            server.start();
            talkTo(port(listener));
            server.join();
        }
    }

    /** By the library that stands in for macOS's libc, in another JVM. */
    @ParameterizedTest
    @ValueSource(strings = {"darwin-x86_64", "darwin-aarch64"})
    void kqueueServer(String target) throws Exception {
        Path library = ROOT.resolve("darwin/target/standin").resolve(target).resolve("libstandin.so");
        assumeTrue(Files.exists(library), "the tests of macOS make " + library);
        try (ChildJvm child = ChildJvm.start(
                KqueueProgram.class, "-Dposixkit.target=" + target, "-Dposixkit.darwin.library=" + library)) {
            talkTo(Integer.parseInt(child.ask("port")));
            assertEquals("over", child.ask("end"));
        }
    }

    /** Serves so many clients. */
    static final class KqueueProgram {
        private KqueueProgram() {}

        public static void main(String[] arguments) throws IOException {
            try (Fd listener = listener()) {
                assertEquals('p', System.in.read());
                System.out.println(port(listener));
                CookbookNetwork.serveWithKqueue(listener.num(), CLIENTS);
                System.out.println("over");
            }
        }
    }

    private static Fd listener() throws IOException {
        Fd listener = Fd.own(posix.sockets().socket(AF_INET, SOCK_STREAM, 0));
        posix.sockets().bind(listener.num(), SockAddr.Inet4.loopback(0));
        posix.sockets().listen(listener.num(), CLIENTS);
        return listener;
    }

    private static int port(Fd listener) throws IOException {
        return ((SockAddr.Inet4) posix.sockets().getsockname(listener.num())).port();
    }

    private static void talkTo(int port) throws IOException {
        Socket[] clients = new Socket[CLIENTS];
        for (int i = 0; i < CLIENTS; i++) {
            clients[i] = new Socket("127.0.0.1", port);
        }
        for (int i = CLIENTS - 1; i >= 0; i--) {
            byte[] sent = ("message " + i).getBytes(UTF_8);
            clients[i].getOutputStream().write(sent);
            assertArrayEquals(sent, clients[i].getInputStream().readNBytes(sent.length));
        }
        for (Socket client : clients) {
            client.close();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void peer() throws Throwable {
        assertEquals(
                "process " + ProcessHandle.current().pid() + " of user " + Programs.output("id", "-u") + " at unix:\n",
                assertPrints("peer", CookbookNetwork::findThePeer));
    }

    @Test
    void virtualThreads() throws Throwable {
        int count = Runtime.version().feature() >= 21 ? 1000 : 10;
        assertEquals(
                count + " threads have read a byte each\n",
                assertPrints("virtual-threads", () -> CookbookNetwork.waitOnManyThreads(virtual(), count)));
    }

    /** Java 17 has no virtual threads, and the code compiles with it. There, the recipe runs on others. */
    private static ThreadFactory virtual() throws ReflectiveOperationException {
        if (Runtime.version().feature() < 21) {
            return Executors.defaultThreadFactory();
        }
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (ThreadFactory)
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    }

    @Test
    void key() throws Throwable {
        try (Pty pty = posix.terminals().openpty(null, null)) {
            var before = posix.terminals().tcgetattr(pty.terminal());
            // In the mode of before, Control-C would be a signal, and nothing would arrive before Enter.
            Thread types = new Thread(() -> {
                try {
                    while (posix.terminals().tcgetattr(pty.terminal()).equals(before)) {
                        Thread.sleep(1);
                    }
                    posix.io().write(pty.master(), new byte[] {3});
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            types.start();
            assertEquals("key 3\n", assertPrints("key", () -> CookbookSystem.readAKey(pty.terminal())));
            types.join();
            assertEquals(before, posix.terminals().tcgetattr(pty.terminal()));
        }
    }

    @Test
    @NeedsTool("stty")
    @EnabledOnOs(OS.LINUX)
    void pty() throws Throwable {
        assertEquals("30 100\n", assertPrints("pty", CookbookSystem::runOnATerminal));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @NeedsProc
    void rawSyscall() throws Throwable {
        Path self = Path.of("/proc/thread-self").toRealPath();
        assertEquals(
                "thread " + self.getFileName() + " of process "
                        + ProcessHandle.current().pid() + "\n",
                assertPrints("raw-syscall", CookbookSystem::callByNumber));
    }

    /** In another JVM, because Flight Recorder keeps a thread. */
    @Test
    void flightRecorder() throws Throwable {
        List<String> command = ChildJvm.command(JfrProgram.class);
        command.add(dir.resolve("calls.jfr").toString());
        String[] child = command.toArray(String[]::new);
        assertPrints("jfr", () -> System.out.println(Programs.output(child)));
    }

    /** Records into the file that its argument names. */
    static final class JfrProgram {
        private JfrProgram() {}

        public static void main(String[] arguments) throws IOException {
            CookbookSystem.recordCalls(Path.of(arguments[0]));
        }
    }

    /** Returns what the recipe prints, after a comparison with the page. */
    private static String assertPrints(String name, Executable recipe) throws Throwable {
        String printed = printedBy(recipe);
        String page = Files.readString(ROOT.resolve("docs/cookbook.md"));
        Matcher block = Pattern.compile("(?ms)^<!-- snippet: " + name + " -->\n```java\n.*?^```\n\n```text\n(.*?)^```$")
                .matcher(page);
        assertTrue(block.find(), name);
        assertEquals(block.group(1).replaceAll("\\d+", "9"), printed.replaceAll("\\d+", "9"));
        return printed;
    }

    private static String printedBy(Executable recipe) throws Throwable {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, UTF_8));
        try {
            recipe.execute();
        } finally {
            System.setOut(before);
        }
        return printed.toString(UTF_8);
    }
}
