package posixkit.examples.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.examples.Pk;
import posixkit.examples.cli.Captured;
import posixkit.testing.ChildJvm;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsRoot;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** Two processes, each a JVM of its own. The oracles are the files themselves, and what a shell reads from the descriptors. */
class SendAndRecvCommandTest {
    private static final int MORE_THAN_FIT_IN_ONE_MESSAGE = 300;

    @TempDir
    Path dir;

    /** A {@code pk recv} that is waiting. */
    private final class Receiver implements AutoCloseable {
        private final Process process;
        private final Path output = dir.resolve("output");
        private final Path errors = dir.resolve("errors");

        Receiver(List<String> launcher, String socket, String... options) throws Exception {
            List<String> command = new ArrayList<>(launcher);
            command.addAll(pk("recv", "--socket", socket));
            command.addAll(List.of(options));
            process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            while (!isListening(socket)) {
                assertTrue(process.isAlive(), () -> "recv has ended: " + errors());
                Thread.sleep(10);
            }
        }

        int end() throws InterruptedException {
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "recv does not end");
            return process.exitValue();
        }

        String output() {
            return text(output);
        }

        String errors() {
            return text(errors).replaceAll("(?m)^WARNING: .*\n|^\n", ""); // JDK 24 and later warn about native access.
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private static boolean isListening(String socket) throws IOException {
        // The fourth column has the flag of sockets that accept connections.
        try (var lines = Files.lines(Path.of("/proc/net/unix"), UTF_8)) {
            return lines.anyMatch(line -> line.endsWith(" " + socket) && line.contains(" 00010000 "));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> pk(String... arguments) {
        List<String> command = ChildJvm.command(Pk.class);
        command.addAll(List.of(arguments));
        return command;
    }

    @Test
    @NeedsProc
    void theContentArrivesAndWhatItIsIsTold() throws Exception {
        String socket = dir.resolve("socket").toString();
        Path first = Files.writeString(dir.resolve("erste größe"), "one\n");
        Path second = Files.writeString(dir.resolve("second"), "two\n");
        try (Receiver receiver = new Receiver(List.of(), socket)) {
            Process sender = new ProcessBuilder(
                            pk("send", "-s", socket, first.toString(), "/no/such", second.toString()))
                    .start();
            String complaint = new String(sender.getErrorStream().readAllBytes(), UTF_8);
            sender.getInputStream().close();
            assertTrue(complaint.endsWith("pk send: /no/such: ENOENT (2): No such file or directory\n"), complaint);
            assertEquals(1, sender.waitFor());
            assertEquals(0, receiver.end());
            assertEquals("one\ntwo\n", receiver.output());
            String user = Programs.output("id", "-u") + " (" + Programs.output("id", "-un") + ")";
            String group = Programs.output("id", "-g") + " (" + Programs.output("id", "-gn") + ")";
            assertEquals(
                    "from process " + sender.pid() + ", user " + user + ", group " + group + "\n"
                            + "3: " + first + ", regular file, O_RDONLY, offset 0\n"
                            + "4: " + second + ", regular file, O_RDONLY, offset 0\n",
                    receiver.errors());
        }
        assertFalse(Files.exists(Path.of(socket)), "the socket is removed");
    }

    @Test
    @NeedsProc
    void moreFilesThanFitInOneMessage() throws Exception {
        String socket = "@pk-test-" + ProcessHandle.current().pid();
        List<String> send = new ArrayList<>(List.of("send", "--write", "--socket", socket));
        for (int i = 0; i < MORE_THAN_FIT_IN_ONE_MESSAGE; i++) {
            send.add(Files.writeString(dir.resolve("file " + i), "x".repeat(i)).toString());
        }
        try (Receiver receiver = new Receiver(List.of(), socket, "--json")) {
            assertEquals(new Captured(0, "", ""), Captured.pk(send.toArray(String[]::new)));
            assertEquals(0, receiver.end());
            assertEquals("", receiver.errors());
            JsonObject received = JsonParser.parseString(receiver.output()).getAsJsonObject();
            assertEquals(ProcessHandle.current().pid(), received.get("pid").getAsLong());
            List<String> paths = new ArrayList<>();
            received.getAsJsonArray("files").forEach(file -> {
                assertEquals("O_RDWR", file.getAsJsonObject().get("flags").getAsString());
                paths.add(file.getAsJsonObject().get("path").getAsString());
            });
            assertEquals(send.subList(4, send.size()), paths);
        }
    }

    @Test
    @NeedsProc
    void aCommandHasTheFilesFrom3On() throws Exception {
        String socket = dir.resolve("socket").toString();
        String[] send = {"send", "-s", socket, "", "", "", "", ""};
        for (int i = 0; i < 5; i++) {
            send[i + 3] = Files.writeString(dir.resolve("file" + i), "content " + i + "\n")
                    .toString();
        }
        String command = "cat <&7; cat <&6; cat <&5; cat <&4; cat <&3; test -e /proc/self/fd/8 || exit 9";
        try (Receiver receiver = new Receiver(List.of(), socket, "--exec", command)) {
            assertEquals(0, Captured.pk(send).exit());
            assertEquals(9, receiver.end());
            assertEquals("content 4\ncontent 3\ncontent 2\ncontent 1\ncontent 0\n", receiver.output());
        }
    }

    @Test
    @NeedsProc
    void theOffsetIsSharedWithTheSender() throws Exception {
        String socket = dir.resolve("socket").toString();
        Path file = Files.writeString(dir.resolve("lines"), "first\nsecond\nthird\n");
        Path copy = dir.resolve("copy");
        try (Receiver receiver = new Receiver(List.of(), socket, "--to", copy.toString())) {
            List<String> shell =
                    new ArrayList<>(List.of("sh", "-c", "{ read line; exec \"$@\"; } <\"$0\"", file.toString()));
            shell.addAll(pk("send", "-s", socket, "-"));
            assertEquals(0, receivedAfter(shell, receiver));
            assertTrue(receiver.errors().endsWith("lines, regular file, O_RDONLY, offset 6\n"), receiver.errors());
            assertEquals("second\nthird\n", Files.readString(copy));
        }
    }

    private static int receivedAfter(List<String> sender, Receiver receiver) throws InterruptedException {
        assertEquals(0, Programs.run(sender.toArray(String[]::new)).exit());
        return receiver.end();
    }

    /** Without capabilities, root may not open a file of somebody else, but may read the class path of this test. */
    @Test
    @NeedsRoot
    @NeedsTool({"setpriv", "chown"})
    @NeedsProc
    void theReceiverReadsWhatItMayNotOpen() throws Exception {
        List<String> withoutPrivileges = List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all");
        Path secret = Files.writeString(dir.resolve("secret"), "for its owner only\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Programs.output("chown", "65534", secret.toString());
        List<String> open = new ArrayList<>(withoutPrivileges);
        open.addAll(List.of("cat", secret.toString()));
        assertEquals(1, Programs.run(open.toArray(String[]::new)).exit());
        String socket = dir.resolve("socket").toString();
        try (Receiver receiver = new Receiver(withoutPrivileges, socket)) {
            assertEquals(new Captured(0, "", ""), Captured.pk("send", "-s", socket, secret.toString()));
            assertEquals(0, receiver.end(), receiver::errors);
            assertEquals("for its owner only\n", receiver.output());
        }
    }

    @Test
    @NeedsProc
    void aSignalEndsTheWaitAndRemovesTheSocket() throws Exception {
        Path socket = dir.resolve("socket");
        try (Receiver receiver = new Receiver(List.of(), socket.toString())) {
            assertTrue(Files.exists(socket));
            Captured second = Captured.pk("recv", "-s", socket.toString());
            assertEquals(
                    "pk recv: bind unix:\"" + socket + "\": EADDRINUSE (98): Address already in use\n",
                    second.errors());
            assertTrue(Files.exists(socket), "another's socket stays");
            receiver.process.destroy();
            assertEquals(128 + 15, receiver.end());
            assertFalse(Files.exists(socket));
        }
    }

    @Test
    void saysWhatIsWrong() {
        String socket = dir.resolve("nobody").toString();
        assertEquals(
                new Captured(
                        1, "", "pk send: connect unix:\"" + socket + "\": ENOENT (2): No such file or directory\n"),
                Captured.pk("send", "-s", socket, "/etc/hosts"));
        for (String wrong : List.of("send", "send -s x", "recv", "recv -s x --to y --exec z")) {
            assertEquals(2, Captured.pk(wrong.split(" ")).exit(), wrong);
        }
    }
}
