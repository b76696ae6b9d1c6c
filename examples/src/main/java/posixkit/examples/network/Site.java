package posixkit.examples.network;

import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.EMFILE;
import static posixkit.constants.Errno.ENFILE;
import static posixkit.constants.Errno.EPERM;

import java.util.List;
import java.util.OptionalLong;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.examples.cli.Json;
import posixkit.file.Stat;

/** Answers requests: finds the file, its type and the part that is wanted. Each event loop has an object of its own. */
final class Site {
    private static final String INDEX = "index.html";
    private static final String FRESH = "Cache-Control: no-store\r\n";
    private static final String OWN_PAGE =
            "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
                    + "connect-src 'self'\r\n";
    private static final Reply HELLO = Reply.text(Reply.OK, "", "text/plain", "hello\n");

    private final Posix posix;
    private final ServerSystem system;
    private final Traffic traffic;
    private final int directory;
    private final boolean saysHello;
    private final Pages pages;
    private final Stat stat;

    /**
     * Creates a site.
     *
     * @param directory the descriptor of the directory whose files are served
     * @param saysHello true if {@code /hello} is answered without a file
     */
    Site(Posix posix, ServerSystem system, Traffic traffic, int directory, boolean saysHello) {
        this.posix = posix;
        this.system = system;
        this.traffic = traffic;
        this.directory = directory;
        this.saysHello = saysHello;
        pages = new Pages(posix);
        stat = posix.files().newStat();
    }

    Reply reply(HttpRequest request) throws BadRequest {
        if (!request.method().equals("GET") && !request.isHead()) {
            return Reply.plain(Reply.NOT_ALLOWED, "Allow: GET, HEAD\r\n");
        }
        String path = UrlPath.withoutQuery(request.target());
        if (saysHello && path.equals("/hello")) {
            return HELLO;
        }
        if (path.equals("/_status")) {
            return Reply.text(Reply.OK, FRESH + OWN_PAGE, "text/html", Pages.STATUS);
        }
        if (path.equals("/_status.json")) {
            return Reply.text(Reply.OK, FRESH, "application/json", Json.line(traffic.status()) + "\n");
        }
        try {
            return found(UrlPath.names(request.target()), path.endsWith("/"), request);
        } catch (ErrnoException e) {
            return failed(e.errno());
        }
    }

    private Reply found(List<String> names, boolean asDirectory, HttpRequest request) throws ErrnoException {
        String path = names.isEmpty() ? "." : String.join("/", names);
        int opened = system.openBeneathOrErrno(directory, path);
        if (opened < 0) {
            return failed(-opened);
        }
        try (Fd file = Fd.own(opened)) {
            posix.io().fstat(file.num(), stat);
            if (stat.isRegularFile()) {
                return asDirectory ? Reply.plain(Reply.NOT_FOUND, "") : file(file, path, request);
            }
            if (!stat.isDirectory()) {
                return Reply.plain(Reply.FORBIDDEN, "");
            }
            return asDirectory ? directory(file.num(), names, request) : withSlash(names);
        }
    }

    /** Only after a slash do the links of a page lead into the directory. */
    private static Reply withSlash(List<String> names) {
        StringBuilder location = new StringBuilder("Location: /");
        for (String name : names) {
            location.append(UrlPath.encoded(name)).append('/');
        }
        return Reply.plain(Reply.MOVED, location + "\r\n");
    }

    private Reply directory(int fd, List<String> names, HttpRequest request) throws ErrnoException {
        int opened = system.openBeneathOrErrno(fd, INDEX);
        if (opened >= 0) {
            try (Fd index = Fd.own(opened)) {
                posix.io().fstat(index.num(), stat);
                if (stat.isRegularFile()) {
                    return file(index, INDEX, request);
                }
            }
        }
        return Reply.text(Reply.OK, OWN_PAGE, "text/html", pages.directory(fd, names, system.names(fd)));
    }

    /** Returns the file, which {@link #stat} describes, or a part of it, or the news that it is still the same. */
    private Reply file(Fd file, String path, HttpRequest request) {
        long size = stat.size();
        String modified = HttpDates.text(stat.mtimeSec());
        String fields = "Content-Type: " + MediaTypes.of(path) + "\r\nLast-Modified: " + modified
                + "\r\nAccept-Ranges: bytes\r\n";
        if (request.ifModifiedSince() != null) {
            OptionalLong since = HttpDates.seconds(request.ifModifiedSince());
            if (since.isPresent() && stat.mtimeSec() <= since.getAsLong()) {
                return Reply.empty(Reply.NOT_MODIFIED, fields);
            }
        }
        boolean isSame = request.ifRange() == null || request.ifRange().equals(modified);
        ByteRange range = request.isHead() || !isSame ? null : ByteRange.of(request.range(), size);
        if (range == ByteRange.UNSATISFIABLE) {
            return Reply.plain(Reply.UNSATISFIABLE, "Content-Range: bytes */" + size + "\r\n");
        }
        if (range == null) {
            return new Reply(Reply.OK, fields, null, request.isHead() ? Reply.NO_FILE : file.release(), 0, size);
        }
        String part = "Content-Range: bytes " + range.first() + "-" + range.last() + "/" + size + "\r\n";
        return new Reply(Reply.PARTIAL, fields + part, null, file.release(), range.first(), range.length());
    }

    /** A link that leads out of the directory is answered like a file that does not exist. */
    private static Reply failed(int errno) {
        if (errno == EACCES || errno == EPERM) {
            return Reply.plain(Reply.FORBIDDEN, "");
        }
        boolean isFull = errno == EMFILE || errno == ENFILE;
        return Reply.plain(isFull ? Reply.UNAVAILABLE : Reply.NOT_FOUND, "");
    }
}
