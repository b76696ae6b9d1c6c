package posixkit.examples.network;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import posixkit.Names;

/** Converts between the path of a URL and names of files. */
final class UrlPath {
    private static final int BAD = 400;
    private static final String PLAIN = "-._~!$&'()*+,;=:@";

    private UrlPath() {}

    /**
     * Returns the names in the target of a request, decoded. Leaves out empty names and {@code .}.
     *
     * @throws BadRequest if the target is no path, or contains {@code ..}, NUL, or an escaped slash. A client that asks for
     *     {@code a/../b} is expected to send {@code b}
     */
    static List<String> names(String target) throws BadRequest {
        if (!target.startsWith("/")) {
            throw new BadRequest(BAD);
        }
        List<String> names = new ArrayList<>();
        for (String part : withoutQuery(target).split("/")) {
            String name = decoded(part);
            if (name.equals("..") || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
                throw new BadRequest(BAD);
            }
            if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return names;
    }

    static String withoutQuery(String target) {
        int end = target.indexOf('?');
        return end < 0 ? target : target.substring(0, end);
    }

    private static String decoded(String part) throws BadRequest {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(part.length());
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c != '%') {
                bytes.write(c);
                continue;
            }
            int high = i + 2 < part.length() ? Character.digit(part.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(part.charAt(i + 2), 16);
            if (low < 0) {
                throw new BadRequest(BAD);
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        return Names.of(bytes.toByteArray());
    }

    /** Returns a name of a file as one part of a URL: every byte that has a meaning there is escaped. */
    static String encoded(String name) {
        StringBuilder part = new StringBuilder();
        for (byte each : Names.bytes(name)) {
            char c = (char) (each & 0xFF);
            boolean isWord = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (isWord || PLAIN.indexOf(c) >= 0) {
                part.append(c);
            } else {
                part.append(String.format("%%%02X", (int) c));
            }
        }
        return part.toString();
    }
}
