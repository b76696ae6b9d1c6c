package posixkit.examples.files;

import static posixkit.constants.Mode.S_BLKSIZE;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import posixkit.Posix;
import posixkit.examples.cli.AccountNames;
import posixkit.examples.cli.FileMode;
import posixkit.examples.cli.HumanSize;
import posixkit.file.FileTree;

/** Makes the lines of {@code ls -l}. */
final class LsLong {
    private static final int KIBI = 1024;
    private static final long HALF_A_YEAR = 31_556_952 / 2;
    private static final DateTimeFormatter RECENT = DateTimeFormatter.ofPattern("MMM ppd HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter OTHER = DateTimeFormatter.ofPattern("MMM ppd  u", Locale.ENGLISH);

    private final FileTree tree;
    private final AccountNames users;
    private final AccountNames groups;
    private final boolean numeric;
    private final boolean human;
    private final Instant now = Instant.now();
    private final ZoneId zone = ZoneId.systemDefault();

    LsLong(Posix posix, boolean numeric, boolean human) {
        tree = posix.files();
        users = AccountNames.ofUsers(posix.accounts());
        groups = AccountNames.ofGroups(posix.accounts());
        this.numeric = numeric;
        this.human = human;
    }

    String total(List<LsEntry> entries) {
        long blocks = entries.stream().mapToLong(LsEntry::blocks).sum();
        return "total " + (human ? HumanSize.of(blocks * S_BLKSIZE) : (blocks * S_BLKSIZE + KIBI - 1) / KIBI);
    }

    /**
     * Returns one line for each entry, up to the name, which is not included. The columns are as wide as the widest value of
     * {@code measured}.
     */
    List<String> lines(List<LsEntry> entries, List<LsEntry> measured) {
        int links = widest(measured, entry -> Long.toUnsignedString(entry.links()));
        int user = widest(measured, entry -> user(entry.uid()));
        int group = widest(measured, entry -> group(entry.gid()));
        List<LsEntry> devices = measured.stream().filter(LsEntry::isDevice).toList();
        int minor = widest(devices, this::minor);
        int majorAndComma = devices.isEmpty() ? 0 : widest(devices, this::major) + 2;
        int size = Math.max(
                majorAndComma + minor,
                widest(measured.stream().filter(entry -> !entry.isDevice()).toList(), this::size));
        boolean anyIsMarked = measured.stream().anyMatch(entry -> entry.mark() != LsEntry.NO_MARK);
        StringBuilder line = new StringBuilder();
        return entries.stream()
                .map(entry -> {
                    line.setLength(0);
                    line.append(FileMode.letters(entry.mode()))
                            .append(anyIsMarked ? String.valueOf(entry.mark()) : "")
                            .append(' ');
                    right(line, Long.toUnsignedString(entry.links()), links).append(' ');
                    account(line, user(entry.uid()), user).append(' ');
                    account(line, group(entry.gid()), group).append(' ');
                    if (entry.isDevice()) {
                        right(line, major(entry), size - minor - 2).append(", ");
                        right(line, minor(entry), minor);
                    } else {
                        right(line, size(entry), size);
                    }
                    return line.append(' ').append(time(entry)).append(' ').toString();
                })
                .toList();
    }

    String user(int uid) {
        return numeric ? Integer.toUnsignedString(uid) : users.of(uid).orElseGet(() -> Integer.toUnsignedString(uid));
    }

    String group(int gid) {
        return numeric ? Integer.toUnsignedString(gid) : groups.of(gid).orElseGet(() -> Integer.toUnsignedString(gid));
    }

    private String major(LsEntry entry) {
        return Integer.toUnsignedString(tree.major(entry.device()));
    }

    private String minor(LsEntry entry) {
        return Integer.toUnsignedString(tree.minor(entry.device()));
    }

    private String size(LsEntry entry) {
        return human ? HumanSize.of(entry.size()) : Long.toUnsignedString(entry.size());
    }

    private String time(LsEntry entry) {
        Instant time = Instant.ofEpochSecond(entry.seconds(), entry.nanos());
        boolean isRecent = time.isAfter(now.minusSeconds(HALF_A_YEAR)) && time.isBefore(now);
        return (isRecent ? RECENT : OTHER).format(time.atZone(zone));
    }

    static int widest(List<LsEntry> entries, Function<LsEntry, String> column) {
        return entries.stream()
                .mapToInt(entry -> column.apply(entry).length())
                .max()
                .orElse(0);
    }

    static StringBuilder right(StringBuilder to, String text, int width) {
        return to.append(" ".repeat(Math.max(0, width - text.length()))).append(text);
    }

    /** Appends a name to the left of its column, and a number, which stands for an account without a name, to the right. */
    private static StringBuilder account(StringBuilder to, String text, int width) {
        if (Character.isDigit(text.charAt(0))) {
            return right(to, text, width);
        }
        return to.append(text).append(" ".repeat(width - text.length()));
    }
}
