package posixkit.examples.network;

import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.file.Stat;

/** The pages that the server writes itself: the content of a directory, and the state of the server. */
final class Pages {
    private static final char UNKNOWN = '\uFFFD';
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    /** The page of {@code /_status}. Its script requests {@code /_status.json} once a second. */
    static final String STATUS = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>pk serve</title>
            <style>
            body { font: 1rem system-ui, sans-serif; margin: 2rem; }
            td { padding: .2rem 1rem .2rem 0; } td + td { text-align: right; font-variant-numeric: tabular-nums; }
            </style></head><body><h1>pk serve</h1>
            <table>
            <tr><td>live connections</td><td id="connections"></td></tr>
            <tr><td>requests per second</td><td id="requestsPerSecond"></td></tr>
            <tr><td>requests</td><td id="requests"></td></tr>
            <tr><td>bytes sent</td><td id="bytes"></td></tr>
            <tr><td>seconds since the start</td><td id="uptimeSeconds"></td></tr>
            </table><p id="problem"></p>
            <script>
            async function refresh() {
              try {
                const status = await (await fetch("/_status.json")).json();
                for (const [name, value] of Object.entries(status)) {
                  document.getElementById(name).textContent = value.toLocaleString();
                }
                document.getElementById("problem").textContent = "";
              } catch (e) {
                document.getElementById("problem").textContent = "The server does not answer: " + e;
              }
              setTimeout(refresh, 1000);
            }
            refresh();
            </script></body></html>
            """;

    private final Posix posix;
    private final Stat stat;

    Pages(Posix posix) {
        this.posix = posix;
        stat = posix.files().newStat();
    }

    /**
     * Returns a page with links to the files of a directory.
     *
     * @param path the names that lead to the directory
     * @param names the names in the directory; this method sorts the list
     */
    String directory(int directory, List<String> path, List<String> names) throws ErrnoException {
        Collections.sort(names);
        String title = escaped("/" + String.join("/", path));
        StringBuilder page = new StringBuilder()
                .append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(title)
                .append("</title>\n<style>body { font: 1rem system-ui, sans-serif; margin: 2rem; } ")
                .append("td { padding: .1rem 2rem .1rem 0; } .size { text-align: right; }</style></head><body>\n<h1>")
                .append(title)
                .append("</h1>\n<table>\n");
        if (!path.isEmpty()) {
            page.append("<tr><td><a href=\"../\">../</a></td><td></td><td></td></tr>\n");
        }
        for (String name : names) {
            // A file may go away between the reading of its name and this call. Then it is left out.
            if (posix.files().fstatatOrErrno(directory, name, stat, AT_SYMLINK_NOFOLLOW) == 0) {
                append(page, name);
            }
        }
        return page.append("</table></body></html>\n").toString();
    }

    private void append(StringBuilder page, String name) {
        String mark = stat.isDirectory() ? "/" : "";
        // "./" in front: a name such as "a:b" would be taken for a URL with a scheme.
        page.append("<tr><td><a href=\"./")
                .append(escaped(UrlPath.encoded(name)))
                .append(mark)
                .append("\">")
                .append(escaped(name))
                .append(mark)
                .append("</a></td><td class=\"size\">")
                .append(stat.isRegularFile() ? Long.toString(stat.size()) : "")
                .append("</td><td>")
                .append(TIME.format(Instant.ofEpochSecond(stat.mtimeSec()).atOffset(ZoneOffset.UTC)))
                .append("</td></tr>\n");
    }

    /** Returns text that a browser shows as it is. Control characters, and bytes that are no text, become U+FFFD. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(symbol -> {
            switch (symbol) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> {
                    boolean isShown =
                            !Character.isISOControl(symbol) && Character.getType(symbol) != Character.SURROGATE;
                    escaped.appendCodePoint(isShown ? symbol : UNKNOWN);
                }
            }
        });
        return escaped.toString();
    }
}
