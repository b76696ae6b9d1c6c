package posixkit.examples.files;

import static posixkit.constants.Mode.S_BLKSIZE;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import posixkit.Posix;
import posixkit.examples.cli.AccountNames;
import posixkit.examples.cli.FileMode;
import posixkit.examples.cli.Quoting;
import posixkit.file.FileTree;
import posixkit.file.Stat;

/**
 * An output format of GNU stat. A format is text that contains directives, and each directive is replaced by a value of the file.
 * A directive consists of {@code %}, flags, width, precision, and a letter that selects the value.
 */
final class StatFormat {
    private static final Pattern DIRECTIVE = Pattern.compile("%([-0#]*)([0-9]{0,4})(?:\\.([0-9]{0,4}))?([HL][dr]|.)");

    private static final String HEAD = """
            \s File: %N
            \s Size: %-10s\tBlocks: %-10b IO Block: %-6o %F
            """;
    private static final String PLAIN = "Device: %Hd,%Ld\tInode: %-10i  Links: %h\n";
    private static final String DEVICE = "Device: %Hd,%Ld\tInode: %-10i  Links: %-5h Device type: %Hr,%Lr\n";
    private static final String TAIL = """
            Access: (%04a/%10.10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)
            Access: %x
            Modify: %y
            Change: %z
             Birth: %w""";
    private static final String TERSE = "%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %W %o";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS xx");

    private final String forFiles;
    private final String forDevices;
    private final UnaryOperator<String> quoting;
    private final FileTree tree;
    private final AccountNames users;
    private final AccountNames groups;

    private StatFormat(Posix posix, String forFiles, String forDevices, UnaryOperator<String> quoting) {
        tree = posix.files();
        users = AccountNames.ofUsers(posix.accounts());
        groups = AccountNames.ofGroups(posix.accounts());
        this.forFiles = forFiles;
        this.forDevices = forDevices;
        this.quoting = quoting;
    }

    static StatFormat full(Posix posix) {
        return new StatFormat(posix, HEAD + PLAIN + TAIL, HEAD + DEVICE + TAIL, UnaryOperator.identity());
    }

    static StatFormat terse(Posix posix) {
        return of(posix, TERSE);
    }

    static StatFormat of(Posix posix, String format) {
        return new StatFormat(posix, format, format, Quoting::forShell);
    }

    /**
     * Returns the output for the file {@code name}, whose values are in {@code stat}. If the file is a symbolic link,
     * {@code link} is the target of the link, otherwise null. {@code birth} is the time of creation, or null if nobody knows it.
     */
    String line(String name, String link, Stat stat, Instant birth) {
        String format = stat.isCharacterDevice() || stat.isBlockDevice() ? forDevices : forFiles;
        return DIRECTIVE.matcher(format).replaceAll(found -> {
            StatField field = new StatField(found.group(1), found.group(2), found.group(3));
            return Matcher.quoteReplacement(value(found.group(4), field, name, link, stat, birth));
        });
    }

    private String value(String what, StatField as, String name, String link, Stat stat, Instant birth) {
        return switch (what) {
            case "n" -> as.text(name);
            case "N" -> as.text(quoting.apply(name) + (link == null ? "" : " -> " + quoting.apply(link)));
            case "F" -> as.text(FileMode.type(stat));
            case "A" -> as.text(FileMode.letters(stat));
            case "a" -> as.octal(stat.permissions());
            case "f" -> as.hex(stat.mode());
            case "s" -> as.number(stat.size());
            case "b" -> as.number(stat.blocks());
            case "B" -> as.number(S_BLKSIZE);
            case "o" -> as.number(stat.blksize());
            case "h" -> as.number(stat.nlink());
            case "i" -> as.number(stat.ino());
            case "u" -> as.number(Integer.toUnsignedLong(stat.uid()));
            case "g" -> as.number(Integer.toUnsignedLong(stat.gid()));
            case "U" -> as.text(users.of(stat.uid()).orElse("UNKNOWN"));
            case "G" -> as.text(groups.of(stat.gid()).orElse("UNKNOWN"));
            case "d" -> as.number(stat.dev());
            case "D" -> as.hex(stat.dev());
            case "Hd" -> as.number(tree.major(stat.dev()));
            case "Ld" -> as.number(tree.minor(stat.dev()));
            case "r" -> as.number(stat.rdev());
            case "R" -> as.hex(stat.rdev());
            case "Hr" -> as.number(tree.major(stat.rdev()));
            case "Lr" -> as.number(tree.minor(stat.rdev()));
            case "t" -> as.hex(tree.major(stat.rdev()));
            case "T" -> as.hex(tree.minor(stat.rdev()));
            case "x" -> as.text(local(stat.atime()));
            case "y" -> as.text(local(stat.mtime()));
            case "z" -> as.text(local(stat.ctime()));
            case "w" -> as.text(birth == null ? "-" : local(birth));
            case "X" -> as.seconds(stat.atimeSec(), stat.atimeNsec());
            case "Y" -> as.seconds(stat.mtimeSec(), stat.mtimeNsec());
            case "Z" -> as.seconds(stat.ctimeSec(), stat.ctimeNsec());
            case "W" -> birth == null ? as.seconds(0, 0) : as.seconds(birth.getEpochSecond(), birth.getNano());
            case "%" -> "%";
            default -> "?";
        };
    }

    private static String local(Instant time) {
        return TIME.format(ZonedDateTime.ofInstant(time, ZoneId.systemDefault()));
    }
}
