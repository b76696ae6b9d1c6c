package posixkit.examples.network;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static posixkit.constants.Errno.EADDRINUSE;
import static posixkit.constants.Resource.RLIMIT_NOFILE;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.examples.Pk;
import posixkit.examples.cli.Captured;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** The server as a program: its limits, its end, and both systems. */
class ServeCommandTest {
    private static final int MANY = 10_000;
    private static final int SPARE = 500;
    private static final Path ROOT = Path.of(System.getProperty("posixkit.root"));

    @TempDir
    Path dir;

    private record Server(Process process, BufferedReader output, String url) implements AutoCloseable {
        static Server start(List<String> jvmOptions, String... arguments) throws IOException {
            List<String> command = ChildJvm.command(Pk.class, jvmOptions.toArray(String[]::new));
            command.addAll(List.of("serve", "--port", "0"));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), ISO_8859_1));
            return new Server(process, output, output.readLine());
        }

        Socket connect() throws IOException {
            return new Socket("127.0.0.1", Integer.parseInt(url.replaceAll("\\D*127\\.0\\.0\\.1:(\\d+)/", "$1")));
        }

        int terminate() throws InterruptedException {
            process.destroy();
            return end();
        }

        int end() throws InterruptedException {
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the server does not end");
            return process.exitValue();
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            output.close();
        }
    }

    @Test
    @NeedsTool("curl")
    @EnabledOnOs(OS.LINUX)
    void tenThousandConnectionsWaitAndOneIsServed() throws Exception {
        long limit = Posix.get().processes().getrlimit(RLIMIT_NOFILE).max();
        assumeTrue(Long.compareUnsigned(limit, MANY + SPARE) > 0, "the hard limit of descriptors is " + limit);
        Files.writeString(dir.resolve("file"), "content");
        List<Socket> idle = new ArrayList<>();
        try (Server server = Server.start(List.of(), dir.toString(), "--hello")) {
            try {
                for (int i = 0; i < MANY; i++) {
                    idle.add(server.connect());
                }
                assertEquals("content", Programs.output("curl", "-sS", server.url + "file"));
                String status = Programs.output("curl", "-sS", server.url + "_status.json");
                assertTrue(status.contains("\"connections\":" + (MANY + 1) + ","), status);
                Socket last = idle.get(MANY - 1);
                last.getOutputStream().write("GET /hello HTTP/1.0\r\n\r\n".getBytes(ISO_8859_1));
                assertTrue(new String(last.getInputStream().readAllBytes(), ISO_8859_1).endsWith("hello\n"));
                assertEquals(0, server.terminate());
            } finally {
                for (Socket socket : idle) {
                    socket.close();
                }
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aSignalLetsADownloadFinish() throws Exception {
        byte[] large = large();
        try (Server server = Server.start(List.of(), dir.toString());
                Socket waiting = server.connect();
                Socket slow = server.connect()) {
            InputStream in = slow.getInputStream();
            slow.getOutputStream().write("GET /large HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            got.write(in.readNBytes(1000));
            server.process.destroy();
            assertEquals(-1, waiting.getInputStream().read(), "an idle connection ends at once");
            assertTrue(isRefused(server), "no new connections");
            assertTrue(server.process.isAlive());
            got.write(in.readAllBytes());
            byte[] all = got.toByteArray();
            assertArrayEquals(large, java.util.Arrays.copyOfRange(all, all.length - large.length, all.length));
            slow.shutdownOutput();
            assertEquals(0, server.end());
        }
    }

    /** More than the buffers of both sockets hold. */
    private byte[] large() throws IOException {
        byte[] large = new byte[20_000_000];
        new Random(1).nextBytes(large);
        Files.write(dir.resolve("large"), large);
        return large;
    }

    private static boolean isRefused(Server server) throws IOException {
        try (Socket socket = server.connect()) {
            return !socket.isConnected();
        } catch (ConnectException e) {
            return true;
        }
    }

    /** The same loop on kqueue, by the library that stands in for macOS's libc. */
    @ParameterizedTest
    @NeedsTool("curl")
    @ValueSource(strings = "darwin-aarch64")
    void throughTheStandInKqueueServesTheSame(String target) throws Exception {
        Path library = ROOT.resolve("darwin/target/standin").resolve(target).resolve("libstandin.so");
        assumeTrue(Files.exists(library), "the tests of macOS make " + library);
        byte[] large = large();
        Files.createSymbolicLink(dir.resolve("link"), Path.of("large"));
        List<String> options = List.of("-Dposixkit.target=" + target, "-Dposixkit.darwin.library=" + library);
        try (Server server = Server.start(options, dir.toString())) {
            Path copy = dir.resolve("copy");
            Programs.output("curl", "-sS", "-o", copy.toString(), server.url + "large");
            assertArrayEquals(large, Files.readAllBytes(copy));
            assertTrue(Programs.output("curl", "-sS", server.url).contains("href=\"./large\""));
            assertEquals("404 Not Found", Programs.output("curl", "-sS", server.url + "link"));
            assertEquals(128 + 15, server.terminate());
        }
    }

    /** With few descriptors, so that connections have to wait for others to end. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void logsAsJsonSurvivesItsLimitsAndEndsAtOnceAtTheSecondSignal() throws Exception {
        large();
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 100; exec \"$@\"", "sh"));
        command.addAll(ChildJvm.command(Pk.class));
        command.addAll(List.of("serve", "--port", "0", "--json", "--hello", dir.toString()));
        Process process = new ProcessBuilder(command).start();
        List<Socket> many = new ArrayList<>();
        try (BufferedReader errors = process.errorReader(ISO_8859_1);
                BufferedReader output = process.inputReader(ISO_8859_1)) {
            String url = errors.readLine();
            while (!url.startsWith("http")) {
                url = errors.readLine(); // JDK 24 and later warn about native access first.
            }
            Server server = new Server(process, output, url);
            for (int i = 0; i < 150; i++) {
                many.add(server.connect());
            }
            // Not accepted yet: it has to wait, and does not stop the others.
            Socket last = many.remove(149);
            last.getOutputStream().write("GET /hello?\"x HTTP/1.0\r\n\r\n".getBytes(ISO_8859_1));
            many.get(0).getOutputStream().write("GET /hello HTTP/1.0\r\n\r\n".getBytes(ISO_8859_1));
            assertTrue(output.readLine().contains("\"target\":\"/hello\""));
            for (Socket socket : many) {
                socket.close();
            }
            String line = output.readLine();
            String end = "\"method\":\"GET\",\"target\":\"/hello?\\\"x\",\"status\":200,\"bytes\":6}";
            assertTrue(line.startsWith("{\"time\":\"20") && line.endsWith(end), line);
            last.close();
            try (Socket waiting = server.connect();
                    Socket slow = server.connect()) {
                slow.getOutputStream().write("GET /large HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
                slow.getInputStream().readNBytes(1000);
                process.destroy();
                assertEquals(-1, waiting.getInputStream().read());
                assertEquals(0, server.terminate());
            }
        } finally {
            process.destroyForcibly();
            for (Socket socket : many) {
                socket.close();
            }
        }
    }

    @Test
    void aPortIsTakenOnce() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());
            String error = "pk serve: bind 127.0.0.1:" + port + ": " + ErrnoException.describe(EADDRINUSE) + "\n";
            assertEquals(new Captured(1, "", error), Captured.pk("serve", dir.toString(), "--port", port));
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertEquals(
                new Captured(1, "", "pk serve: open \"/no/such\": ENOENT (2): No such file or directory\n"),
                Captured.pk("serve", "/no/such", "--port", "0"));
        assertEquals(2, Captured.pk("serve", "--threads", "0").exit());
        assertEquals(2, Captured.pk("serve", "--port", "65536").exit());
    }
}
