package posixkit.examples.network;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The head of an HTTP/1.1 request (RFC 9112). The reader is strict: if a proxy and a server read a doubtful request differently, an
 * attacker can use that. The reader keeps only the fields that this server uses.
 */
final class HttpRequest {
    /** The largest head of a request, in bytes. */
    static final int LARGEST_HEAD = 16 * 1024;

    private static final int BAD = 400;
    private static final int TARGET_TOO_LONG = 414;
    private static final int FIELDS_TOO_LARGE = 431;
    private static final int VERSION_NOT_SUPPORTED = 505;
    private static final String SYMBOLS = "!#$%&'*+-.^_`|~";

    private String method;
    private String target;
    private boolean isOld;
    private int hosts;
    private boolean asksToClose;
    private boolean asksToKeep;
    private String length;
    private boolean isChunked;
    private String range;
    private String ifRange;
    private String ifModifiedSince;

    private HttpRequest() {}

    String method() {
        return method;
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    /** Returns the target as it was sent: a path and perhaps a query. */
    String target() {
        return target;
    }

    /** Returns true for HTTP/1.0, whose connections end with the answer unless the client asks to keep them. */
    boolean isOld() {
        return isOld;
    }

    String range() {
        return range;
    }

    String ifRange() {
        return ifRange;
    }

    String ifModifiedSince() {
        return ifModifiedSince;
    }

    /** Returns true if the connection can go on. After a request with a body it cannot: this server does not read bodies. */
    boolean keepsConnection() {
        boolean hasBody = isChunked || length != null && !length.equals("0");
        return !hasBody && (isOld ? asksToKeep : !asksToClose);
    }

    /**
     * Reads one request from the position of {@code in} and moves the position behind it. Returns null, and leaves the position,
     * if the end of the head has not arrived.
     *
     * @throws BadRequest if it is no request, or one that is too large
     */
    static HttpRequest next(ByteBuffer in) throws BadRequest {
        while (in.remaining() >= 2 && in.get(in.position()) == '\r' && in.get(in.position() + 1) == '\n') {
            in.position(in.position() + 2); // RFC 9112, 2.2: empty lines before a request are ignored.
        }
        HttpRequest request = null;
        int line = in.position();
        for (int i = line; i < in.limit(); i++) {
            if (i - in.position() >= LARGEST_HEAD) {
                throw new BadRequest(request == null ? TARGET_TOO_LONG : FIELDS_TOO_LARGE);
            }
            if (in.get(i) != '\n') {
                continue;
            }
            if (i == line || in.get(i - 1) != '\r') {
                throw new BadRequest(BAD);
            }
            String text = text(in, line, i - 1);
            line = i + 1;
            if (request == null) {
                request = new HttpRequest();
                request.readFirst(text);
            } else if (text.isEmpty()) {
                request.check();
                in.position(line);
                return request;
            } else {
                request.readField(text);
            }
        }
        return null;
    }

    private static String text(ByteBuffer in, int from, int to) throws BadRequest {
        byte[] bytes = new byte[to - from];
        in.get(from, bytes);
        for (byte each : bytes) {
            if (each >= 0 && each < ' ' && each != '\t' || each == 0x7F) {
                throw new BadRequest(BAD);
            }
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private void readFirst(String line) throws BadRequest {
        int first = line.indexOf(' ');
        int second = line.indexOf(' ', first + 1);
        if (first <= 0 || second <= first + 1 || line.indexOf(' ', second + 1) >= 0 || line.indexOf('\t') >= 0) {
            throw new BadRequest(BAD);
        }
        method = line.substring(0, first);
        target = withoutHost(line.substring(first + 1, second));
        String version = line.substring(second + 1);
        if (!isToken(method) || !version.matches("HTTP/[0-9]\\.[0-9]")) {
            throw new BadRequest(BAD);
        }
        if (version.charAt(5) != '1') {
            throw new BadRequest(VERSION_NOT_SUPPORTED);
        }
        isOld = version.endsWith(".0");
    }

    /** A client of a proxy sends the whole URL, and a server accepts it. */
    private static String withoutHost(String target) {
        if (!target.regionMatches(true, 0, "http://", 0, "http://".length())) {
            return target;
        }
        int path = target.indexOf('/', "http://".length());
        return path < 0 ? "/" : target.substring(path);
    }

    private void readField(String line) throws BadRequest {
        int colon = line.indexOf(':');
        if (colon <= 0 || !isToken(line.substring(0, colon))) {
            throw new BadRequest(BAD);
        }
        String value = line.substring(colon + 1).strip();
        switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "host" -> hosts++;
            case "connection" -> readConnection(value.toLowerCase(Locale.ROOT));
            case "content-length" -> readLength(value);
            case "transfer-encoding" -> isChunked = true;
            case "range" -> range = value;
            case "if-range" -> ifRange = value;
            case "if-modified-since" -> ifModifiedSince = value;
            default -> {
                // The other fields ask for nothing that this server has.
            }
        }
    }

    private void readConnection(String options) {
        for (String option : options.split(",")) {
            asksToClose |= option.strip().equals("close");
            asksToKeep |= option.strip().equals("keep-alive");
        }
    }

    private void readLength(String value) throws BadRequest {
        if (!value.matches("[0-9]{1,18}") || length != null && !length.equals(value)) {
            throw new BadRequest(BAD);
        }
        length = value;
    }

    private void check() throws BadRequest {
        if (hosts > 1 || hosts == 0 && !isOld || isChunked && length != null) {
            throw new BadRequest(BAD);
        }
    }

    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean isWord = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!isWord && SYMBOLS.indexOf(c) < 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
