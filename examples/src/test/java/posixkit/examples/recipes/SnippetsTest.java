package posixkit.examples.recipes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Signal.SIGWINCH;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.file.Io;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsTool;
import posixkit.testing.Proc;
import posixkit.testing.Programs;

/** README's code, run. */
class SnippetsTest {
    @Test
    @NeedsTool("id")
    void firstCall() throws Throwable {
        String printed = printedBy(Snippets::firstCall);
        assertTrue(printed.startsWith("user " + Programs.output("id", "-ru") + "\n"), printed);
        assertEquals(1 + Posix.get().ids().getgroups().length, printed.lines().count());
    }

    @Test
    @NeedsTool("stat")
    void stat() throws Throwable {
        String file = Path.of("/etc/hosts").toRealPath().toString();
        String hosts = Programs.stat("%a, %s bytes, %h links", file);
        long size = Long.parseLong(Programs.stat("%s", file));
        List<String> paths = List.of("/etc/hosts", "/no/such", "/etc/hosts");
        String printed = printedBy(() -> assertEquals(2 * size, Snippets.stat(paths)));
        assertEquals(hosts + "\nstat \"/no/such\": ENOENT (2): No such file or directory\n", printed);
    }

    @Test
    void spawn() throws Throwable {
        assertEquals("exited 3\n", printedBy(Snippets::spawn));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void spawnCarefully() throws Throwable {
        assertEquals("", printedBy(() -> Snippets.spawnCarefully("/")));
        assertEquals(
                "chdir \"/no/such\": ENOENT (2): No such file or directory\n",
                printedBy(() -> Snippets.spawnCarefully("/no/such")));
    }

    @Test
    @NeedsTool("strace")
    void trace() throws Throwable {
        // What strace says, but for the call that it begins with.
        String seen = Programs.run("strace", "/bin/true").errors();
        long calls = seen.lines().filter(line -> line.contains("(")).count() - 1;
        assertEquals(calls + " calls, exited 0\n", printedBy(Snippets::trace));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void epoll() throws Throwable {
        Io io = Posix.get().io();
        byte[] sent = "what goes in must come out".getBytes(StandardCharsets.US_ASCII);
        byte[] back = new byte[sent.length];
        int[] requests = io.pipe();
        int[] replies = io.pipe();
        try (Fd in = Fd.own(requests[0]);
                Fd request = Fd.own(requests[1]);
                Fd reply = Fd.own(replies[0]);
                Fd out = Fd.own(replies[1])) {
            assertEquals(sent.length, io.write(request.num(), sent));
            io.close(request.release());
            Snippets.echo(in.num(), out.num());
            assertEquals(sent.length, io.read(reply.num(), back));
        }
        assertArrayEquals(sent, back);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void signals() throws Throwable {
        Thread asks = new Thread(() -> {
            String pid = Long.toString(ProcessHandle.current().pid());
            try {
                // It is the last of the two to be caught.
                while (!isCaught(SIGWINCH)) {
                    Thread.sleep(1);
                }
                Programs.output("kill", "-WINCH", pid);
                Thread.sleep(100);
                Programs.output("kill", "-TERM", pid);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        asks.start();
        String[] lines = printedBy(Snippets::untilAskedToEnd).split("\n");
        asks.join();
        assertTrue(lines[0].matches("SIGWINCH from process \\d+"), lines[0]);
        assertTrue(lines[1].matches("SIGTERM from process \\d+"), lines[1]);
        assertEquals(2, lines.length);
    }

    @Test
    @NeedsProc
    void passAFile(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("passed"), "on");
        assertEquals(file.toRealPath().toString(), Snippets.passAFile(file.toString()));
    }

    @Test
    void map(@TempDir Path dir) throws Exception {
        Path file = Files.write(dir.resolve("mapped"), new byte[5000]);
        try (Fd fd = Fd.own(Posix.get().files().open(file.toString(), O_RDWR))) {
            Snippets.map(fd.num(), 5000);
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
        assertEquals(42, bytes.getLong(4992));
        assertEquals(0, bytes.getLong(4984));
    }

    private static boolean isCaught(int signal) throws IOException {
        long caught = Long.parseUnsignedLong(Proc.field(Path.of("/proc/self/status"), "SigCgt"), 16);
        return (caught >> (signal - 1) & 1) == 1;
    }

    private static String printedBy(Executable snippet) throws Throwable {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            snippet.execute();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
