package posixkit.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds the names of users or groups in {@code /etc/passwd} or {@code /etc/group}. */
final class AccountNames {
    private final Path file;
    private Map<Integer, String> byId;

    private AccountNames(Path file) {
        this.file = file;
    }

    static AccountNames ofUsers() {
        return new AccountNames(Path.of("/etc/passwd"));
    }

    static AccountNames ofGroups() {
        return new AccountNames(Path.of("/etc/group"));
    }

    /**
     * Returns the name of the user or group with the id {@code id}. Returns an empty result if {@code file} does not contain this
     * id or cannot be read. The first call of this method reads {@code file} ({@code /etc/passwd} or {@code /etc/group}).
     */
    Optional<String> of(int id) {
        if (byId == null) {
            byId = read();
        }
        return Optional.ofNullable(byId.get(id));
    }

    private Map<Integer, String> read() {
        Map<Integer, String> names = new HashMap<>();
        try {
            for (String line :
                    Files.readString(file, StandardCharsets.ISO_8859_1).split("\n")) {
                String[] fields = line.split(":", 4);
                if (fields.length == 4 && fields[2].matches("[0-9]{1,10}")) {
                    names.putIfAbsent((int) Long.parseLong(fields[2]), utf8(fields[0]));
                }
            }
        } catch (IOException unreadable) {
            return Map.of();
        }
        return names;
    }

    /**
     * Decodes the bytes of a name as UTF-8. {@code latin1} contains each byte as one character. The file of names is read as
     * Latin-1, because reading it as UTF-8 would fail if one line were not valid UTF-8.
     */
    private static String utf8(String latin1) {
        return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
