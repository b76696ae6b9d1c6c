package posixkit.examples.network;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.Posix;

/** The oracles are the files' own bytes, and the JDK's HTTP client, which must understand the answers. */
class HttpServerTest {
    private static final Instant MODIFIED = Instant.parse("1994-11-06T08:49:37Z");
    private static final String SECRET = "not for everybody";

    @TempDir
    static Path top;

    private static final List<HttpServer.LogEntry> log = new ArrayList<>();
    private static HttpClient client;
    private static ThreadPoolExecutor threads;
    private static Path dir;
    private static HttpServer server;

    @BeforeAll
    static void serve() throws IOException {
        dir = Files.createDirectory(top.resolve("served"));
        Files.writeString(top.resolve("secret"), SECRET);
        Random random = new Random(3);
        for (int size : new int[] {0, 1, 65_535, 65_536, 65_537, 3_000_000}) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            Files.write(dir.resolve("of " + size), bytes);
        }
        Files.writeString(dir.resolve("ten.txt"), "0123456789");
        Files.setLastModifiedTime(dir.resolve("ten.txt"), FileTime.from(MODIFIED));
        Path names = Files.createDirectory(dir.resolve("names"));
        for (String name : List.of("a b", "größe", "100%", "#?&", "<script>\"'", "a:b", "\\", "x;y=z", "+", "tab\t")) {
            Files.writeString(names.resolve(name), "content of " + name);
        }
        Files.createDirectory(names.resolve("a directory"));
        Files.writeString(Files.createDirectory(dir.resolve("home")).resolve("index.html"), "<p>index");
        Files.createSymbolicLink(dir.resolve("inside"), Path.of("ten.txt"));
        Files.createSymbolicLink(dir.resolve("out"), top.resolve("secret"));
        Files.createSymbolicLink(dir.resolve("up"), Path.of(".."));
        Files.createSymbolicLink(dir.resolve("absolute"), dir.resolve("ten.txt"));
        server = start(Duration.ofSeconds(60), 2);
        threads = new ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        threads.prestartAllCoreThreads(); // Threads that a test starts would be taken for its leaks.
        client = HttpClient.newBuilder().executor(threads).build();
    }

    private static HttpServer start(Duration idle, int threads) throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        return new HttpServer(
                Posix.get(), new HttpServer.Options(dir.toString(), loopback, 0, true, threads, idle, 1000, entry -> {
                    synchronized (log) {
                        log.add(entry);
                    }
                }));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    @Test
    void filesHaveTheirBytes() throws Exception {
        for (int size : new int[] {0, 1, 65_535, 65_536, 65_537, 3_000_000}) {
            byte[] expected = Files.readAllBytes(dir.resolve("of " + size));
            HttpResponse<byte[]> whole = get("/of%20" + size);
            assertEquals(200, whole.statusCode());
            assertArrayEquals(expected, whole.body());
            HttpResponse<byte[]> head = client.send(
                    request("/of%20" + size)
                            .method("HEAD", HttpRequest.BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofByteArray());
            assertEquals(size, head.headers().firstValueAsLong("Content-Length").orElseThrow());
            assertEquals(0, head.body().length);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=3-5, 3, 6",
        "bytes=7-, 7, 10",
        "bytes=-4, 6, 10",
        "bytes=-40, 0, 10",
        "bytes=9-1000, 9, 10",
        "bytes=0-999999999999999999, 0, 10"
    })
    void aRangeIsAPart(String range, int from, int to) throws Exception {
        HttpResponse<byte[]> part = get("/ten.txt", "Range", range);
        assertEquals(206, part.statusCode());
        assertEquals("0123456789".substring(from, to), new String(part.body(), ISO_8859_1));
        assertEquals(
                List.of("bytes " + from + "-" + (to - 1) + "/10"),
                part.headers().allValues("Content-Range"));
    }

    @Test
    void aRangeInALargeFile() throws Exception {
        byte[] all = Files.readAllBytes(dir.resolve("of 3000000"));
        byte[] part = get("/of%203000000", "Range", "bytes=1000001-2999998").body();
        assertArrayEquals(Arrays.copyOfRange(all, 1_000_001, 2_999_999), part);
    }

    @ParameterizedTest
    @CsvSource({
        "/ten.txt, bytes=10-, 416",
        "/ten.txt, bytes=-0, 416",
        "/of%200, bytes=0-, 416",
        "/ten.txt, bytes=5-3, 200",
        "/ten.txt, bytes=-, 200",
        "/ten.txt, 'bytes=0-1,3-4', 200",
        "/ten.txt, lines=1-2, 200"
    })
    void aRangeThatIsNone(String path, String range, int status) throws Exception {
        HttpResponse<byte[]> answer = get(path, "Range", range);
        assertEquals(status, answer.statusCode());
        if (status == 416) {
            assertTrue(
                    answer.headers().firstValue("Content-Range").orElseThrow().startsWith("bytes */"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'Sun, 06 Nov 1994 08:49:37 GMT', 304",
        "'Sunday, 06-Nov-94 08:49:37 GMT', 200",
        "Sun Nov  6 08:49:37 1994, 304",
        "'Sun, 06 Nov 1994 08:49:36 GMT', 200",
        "'Sun, 06 Nov 2094 08:49:37 GMT', 200",
        "yesterday, 200"
    })
    void unchangedFilesAreNotSent(String since, int status) throws Exception {
        HttpResponse<byte[]> answer = get("/ten.txt", "If-Modified-Since", since);
        assertEquals(status, answer.statusCode());
        assertEquals(status == 200 ? 10 : 0, answer.body().length);
        assertEquals(
                "Sun, 06 Nov 1994 08:49:37 GMT",
                answer.headers().firstValue("Last-Modified").orElseThrow());
    }

    @Test
    void aRangeOfAnOlderVersionIsTheWholeFile() throws Exception {
        String now = "Sun, 06 Nov 1994 08:49:37 GMT";
        assertEquals(206, get("/ten.txt", "Range", "bytes=1-2", "If-Range", now).statusCode());
        String before = now.replace("37", "36");
        assertEquals(
                200, get("/ten.txt", "Range", "bytes=1-2", "If-Range", before).statusCode());
    }

    @Test
    void theLinksOfADirectoryLeadToItsFiles() throws Exception {
        HttpResponse<byte[]> moved = get("/names");
        assertEquals(301, moved.statusCode());
        assertEquals("/names/", moved.headers().firstValue("Location").orElseThrow());
        String page = new String(get("/names/").body(), UTF_8);
        assertFalse(page.contains("<script"), page);
        Matcher links = Pattern.compile("href=\"\\./([^\"/]*)\"").matcher(page);
        List<String> found = new ArrayList<>();
        while (links.find()) {
            URI link = uri("/names/")
                    .resolve("./" + links.group(1).replace("&amp;", "&").replace("&#39;", "'"));
            byte[] body = client.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofByteArray())
                    .body();
            found.add(new String(body, UTF_8));
        }
        List<String> expected = new ArrayList<>();
        for (String name : dir.resolve("names").toFile().list()) {
            if (!name.equals("a directory")) {
                expected.add("content of " + name);
            }
        }
        expected.sort(null);
        found.sort(null);
        assertEquals(expected, found);
        assertTrue(page.contains("<a href=\"./a%20directory/\">a directory/</a>"), page);
        assertEquals("<p>index", new String(get("/home/").body(), ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret",
                "/names/../../secret",
                "/%2e%2e/secret",
                "/%2E./secret",
                "/..%2fsecret",
                "/names%2f..%2f..%2fsecret",
                "//../secret",
                "/./../secret",
                "/out",
                "/up/secret",
                "/up/",
                "/absolute",
                "/secret",
                "/ten.txt/../../secret",
                "/ten.txt/",
                "/out%00.txt",
                "/%",
                "/%4",
                "/%zz",
                "secret",
                "*"
            })
    void nothingLeadsOutOfTheDirectory(String target) throws IOException {
        String answer = raw("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertTrue(answer.matches("(?s)HTTP/1\\.1 (400|404) .*"), answer);
        assertFalse(answer.contains(SECRET) || answer.contains("secret"), answer);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aLinkInTheDirectoryIsFollowed() throws Exception {
        assertEquals("0123456789", new String(get("/inside").body(), ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource({
        "'GET /hello HTTP/1.1|Host: x||', 200",
        "'||GET /hello HTTP/1.1|Host: x||', 200",
        "'GET http://anybody/hello HTTP/1.1|Host: x||', 200",
        "'GET /hello?query HTTP/1.1|host:x||', 200",
        "'GET /hello HTTP/1.0||', 200",
        "'GET /hello HTTP/1.1||', 400",
        "'GET /hello HTTP/1.1|Host: x|Host: x||', 400",
        "'GET /hello||', 400",
        "'GET  /hello HTTP/1.1|Host: x||', 400",
        "'GET /hello HTTP/1.1 |Host: x||', 400",
        "'GET /hel\u0001lo HTTP/1.1|Host: x||', 400",
        "'GET /hello HTTP/1.1|Host : x||', 400",
        "'GET /hello HTTP/1.1|Host: x| folded||', 400",
        "'GET /hello HTTP/1.1|Host: x|no colon||', 400",
        "'GET /hello HTTP/1.1|Host: x|Content-Length: -1||', 400",
        "'GET /hello HTTP/1.1|Host: x|Content-Length: 1|Content-Length: 2||', 400",
        "'GET /hello HTTP/1.1|Host: x|Content-Length: 0|Transfer-Encoding: chunked||', 400",
        "'G=T /hello HTTP/1.1|Host: x||', 400",
        "'\u0016\u0003\u0001\n', 400",
        "'GET /hello HTTP/2.0|Host: x||', 505",
        "'POST /hello HTTP/1.1|Host: x|Content-Length: 4||body', 405",
        "'OPTIONS * HTTP/1.1|Host: x||', 405",
        "'get /hello HTTP/1.1|Host: x||', 405"
    })
    void requestsAreReadStrictly(String lines, int status) throws IOException {
        String answer = raw(lines.replace("|", "\r\n"));
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertEquals(status == 405, answer.contains("\r\nAllow: GET, HEAD\r\n"), answer);
    }

    @Test
    void headsHaveALimit() throws IOException {
        String field = "X: " + "y".repeat(1000) + "\r\n";
        assertTrue(raw("GET /hello HTTP/1.1\r\nHost: x\r\n" + field.repeat(15) + "\r\n")
                .startsWith("HTTP/1.1 200 "));
        assertTrue(raw("GET /hello HTTP/1.1\r\nHost: x\r\n" + field.repeat(300) + "\r\n")
                .startsWith("HTTP/1.1 431 "));
        assertTrue(raw("GET /" + "x".repeat(100_000) + " HTTP/1.1\r\n").startsWith("HTTP/1.1 414 "));
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        StringBuilder requests = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        String large = Files.readString(dir.resolve("of 3000000"), ISO_8859_1);
        for (int i = 0; i < 200; i++) {
            requests.append("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
            expected.append("hello\n");
            requests.append("HEAD /ten.txt HTTP/1.1\r\nHost: x\r\n\r\n");
            if (i % 50 == 0) {
                requests.append("GET /of%203000000 HTTP/1.1\r\nHost: x\r\n\r\n");
                expected.append(large);
            }
        }
        String answers = raw(requests.toString());
        String bodies = answers.replaceAll("HTTP/1\\.1 200 OK\r\n(?:[^\r\n]+\r\n)+\r\n", "");
        assertEquals(expected.length(), bodies.length());
        assertTrue(expected.toString().contentEquals(bodies));
    }

    @Test
    void aRequestMayArriveByteByByte() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setTcpNoDelay(true);
            for (byte each : "GET /hello HTTP/1.0\r\n\r\n".getBytes(ISO_8859_1)) {
                socket.getOutputStream().write(each);
            }
            assertTrue(text(socket).endsWith("\r\n\r\nhello\n"));
        }
    }

    @Test
    void theStateIsTold() throws Exception {
        int before = log.size();
        assertEquals(404, get("/no/such").statusCode());
        String json = new String(get("/_status.json").body(), ISO_8859_1);
        Matcher numbers = Pattern.compile(
                        "\\{\"uptimeSeconds\":\\d+,\"connections\":(\\d+),\"requests\":(\\d+),\"requestsPerSecond\":[\\d.]+,\"bytes\":\\d+}\n")
                .matcher(json);
        assertTrue(numbers.matches(), json);
        assertTrue(Integer.parseInt(numbers.group(1)) >= 1, json);
        assertTrue(Integer.parseInt(numbers.group(2)) >= 1, json);
        assertTrue(new String(get("/_status").body(), ISO_8859_1).contains("fetch(\"/_status.json\")"));
        synchronized (log) {
            HttpServer.LogEntry entry = log.get(before);
            assertEquals("GET /no/such 404", entry.method() + " " + entry.target() + " " + entry.status());
            assertTrue(entry.client().startsWith("127.0.0.1:"), entry.client());
        }
    }

    @Test
    void idleConnectionsAreClosedAndSoIsEverythingAtTheEnd() throws Exception {
        int before = settled();
        try (HttpServer impatient = start(Duration.ofSeconds(1), 1);
                Socket socket = new Socket("127.0.0.1", impatient.port());
                Socket slow = new Socket("127.0.0.1", impatient.port())) {
            slow.getOutputStream().write("GET /hello".getBytes(ISO_8859_1));
            socket.getOutputStream().write("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
            assertTrue(text(socket).endsWith("\r\n\r\nhello\n"));
            assertEquals("", text(slow));
        }
        assertEquals(before, settled());
    }

    /** Returns the number of open descriptors when it has not changed for half a second: the shared server closes late. */
    private static int settled() throws InterruptedException {
        int open = open();
        for (int same = 0; same < 10; same++) {
            TimeUnit.MILLISECONDS.sleep(50);
            int now = open();
            same = now == open ? same : -1;
            open = now;
        }
        return open;
    }

    private static int open() {
        return new java.io.File("/dev/fd").list().length;
    }

    private static HttpResponse<byte[]> get(String path, String... fields) throws Exception {
        HttpRequest.Builder request = request(path);
        if (fields.length > 0) {
            request.headers(fields);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).version(HttpClient.Version.HTTP_1_1);
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    /** Sends bytes as they are and returns what comes until the server closes, because nothing more is sent. */
    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            Thread sender = new Thread(() -> {
                try {
                    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
                    socket.shutdownOutput();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            sender.start();
            String answer = text(socket);
            sender.join();
            return answer;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
}
