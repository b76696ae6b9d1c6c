package posixkit.examples.network;

import java.nio.charset.StandardCharsets;

/**
 * An answer: a status, fields, and a body, which is either in memory or a part of an open file.
 *
 * @param fields the lines of the head that belong to this answer, each with its end of line
 * @param body the body, if {@code file} is −1; null if the answer has none
 * @param file the descriptor of the file to send, or −1; the connection that sends the answer closes the descriptor
 * @param offset where to begin in the file
 * @param length the number of bytes of the body
 */
record Reply(int status, String fields, byte[] body, int file, long offset, long length) {
    static final int NO_FILE = -1;

    static final int OK = 200;
    static final int PARTIAL = 206;
    static final int MOVED = 301;
    static final int NOT_MODIFIED = 304;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int NOT_ALLOWED = 405;
    static final int UNSATISFIABLE = 416;
    static final int FAILED = 500;
    static final int UNAVAILABLE = 503;

    static Reply of(int status, String fields, byte[] body) {
        return new Reply(status, fields, body, NO_FILE, 0, body.length);
    }

    static Reply text(int status, String fields, String type, String text) {
        return of(
                status,
                "Content-Type: " + type + "; charset=utf-8\r\n" + fields,
                text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns an answer that says only what its status means. */
    static Reply plain(int status, String fields) {
        return text(status, fields, "text/plain", status + " " + reason(status) + "\n");
    }

    static Reply empty(int status, String fields) {
        return new Reply(status, fields, null, NO_FILE, 0, 0);
    }

    /** Returns the head of this answer, with the empty line at its end. */
    byte[] head(String date, String connection) {
        StringBuilder head = new StringBuilder(256)
                .append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(reason(status))
                .append("\r\nDate: ")
                .append(date)
                .append("\r\nX-Content-Type-Options: nosniff\r\n")
                .append(fields)
                .append(connection);
        if (status != NOT_MODIFIED) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String reason(int status) {
        return switch (status) {
            case OK -> "OK";
            case PARTIAL -> "Partial Content";
            case MOVED -> "Moved Permanently";
            case NOT_MODIFIED -> "Not Modified";
            case 400 -> "Bad Request";
            case FORBIDDEN -> "Forbidden";
            case NOT_FOUND -> "Not Found";
            case NOT_ALLOWED -> "Method Not Allowed";
            case 414 -> "URI Too Long";
            case UNSATISFIABLE -> "Range Not Satisfiable";
            case 431 -> "Request Header Fields Too Large";
            case UNAVAILABLE -> "Service Unavailable";
            case 505 -> "HTTP Version Not Supported";
            default -> "Internal Server Error";
        };
    }
}
