package posixkit.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds tests that ask for something which macOS does not have, and have no gate. It reads the text of one source file: a test method
 * asks for a thing if its text names it, or if it uses a method or a constant of the same file that does.
 */
final class MacSources {
    /** Comments, and the strings and characters that might look like comments. */
    private static final Pattern COMMENTS = Pattern.compile(
            "(\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\])+')|/\\*[\\s\\S]*?\\*/|//[^\n]*");

    /** The formatter puts an empty line and four blanks before a member. */
    private static final Pattern MEMBERS = Pattern.compile("\n\n(?=    [^\\s}])");

    /** The class and what follows in the same piece. */
    private static final Pattern HEAD = Pattern.compile("(?m)^(?:public |abstract |final )*class [\\s\\S]*");

    private static final Pattern TEST = Pattern.compile("@(Test|ParameterizedTest|RepeatedTest)\\b");
    private static final Pattern NAME = Pattern.compile("(?m)^    (?![@/*])(?:[\\w<>\\[\\], .?&]+? )?(\\w+)\\s*[(=;]");

    private static final Pattern PROC = Pattern.compile(
            "\"[^\"\n]*/proc\\b|\"/sys\\b|\"/dev/shm|\\bProc\\.(?!state|group|awaitZombie)\\w+|\\bofAllThreads\\("
                    + "|\\bMapped\\.at\\(|\\bDescriptors\\.numbers|\\bExported\\.by");

    private static final Pattern GNU = Pattern.compile(
            "(?<!PK, )(?<!pk\\()\"stat\", (?:\"-L\", )?\"(?:-L?c|-f\", \"-c)|\"touch\"[^;]*\"-d\", \"(?:@|[^\"]* )|\"-printf\"|--time-style"
                    + "|\"readlink\", \"-f\"|\"date\", \"-d\"|\"sed\", \"-i\"|\"env\", \"-C\"|(?<!pk\\()(?<!command\\()\"cp\", \"--"
                    + "|\"script\", \"-qec\"");

    private static final Pattern LINUX = Pattern.compile("/dev/full\\b");

    private static final Pattern TOOL = Pattern.compile(
            "\"(setpriv|unshare|nsenter|strace|findmnt|fincore|filefrag|getent|nproc|hostid|losetup|taskset|chrt|ionice"
                    + "|prlimit|mountpoint|getfattr|setfattr|numfmt|setfacl)\"");

    private MacSources() {}

    /** Returns the names of the tests in a file that no gate keeps from running on a Mac, each with what it asks for. */
    static List<String> ungated(String source) {
        if (source.contains("\n@EnabledOnOs(OS.LINUX)")) {
            return List.of();
        }
        String[] members = MEMBERS.splitAsStream(source)
                .map(member -> COMMENTS.matcher(member).replaceAll("$1"))
                .toArray(String[]::new);
        List<String> ungated = new ArrayList<>();
        ungated.addAll(without("@NeedsProc", "/proc", PROC, members));
        ungated.addAll(without("@NeedsGnu", "GNU's options", GNU, members));
        ungated.addAll(without("@EnabledOnOs\\(OS.LINUX\\)", "Linux", LINUX, members));
        TOOL.matcher(String.join("\n", members))
                .results()
                .map(tool -> tool.group(1))
                .distinct()
                .forEach(tool -> ungated.addAll(without(
                        "@NeedsTool\\([^)]*\"" + tool + "\"", tool, Pattern.compile("\"" + tool + "\""), members)));
        return ungated;
    }

    private static List<String> without(String gate, String what, Pattern wanted, String[] members) {
        Pattern gated = Pattern.compile(gate + "|@EnabledOnOs\\(OS.LINUX\\)");
        // The first piece is the head of the file with the annotations of the class, and the class's first members.
        String head = HEAD.matcher(members[0]).replaceFirst("");
        if (gated.matcher(head).find()) {
            return List.of();
        }
        Set<String> askers = new HashSet<>();
        boolean grows = true;
        while (grows) {
            grows = Arrays.stream(members)
                    .filter(member -> !TEST.matcher(member).find() && asks(member, wanted, askers))
                    .anyMatch(member -> askers.add(name(member)));
        }
        return Arrays.stream(members)
                .filter(member -> TEST.matcher(member).find())
                .filter(member -> !gated.matcher(member).find() && asks(member, wanted, askers))
                .map(member -> name(member) + ": " + what)
                .toList();
    }

    private static boolean asks(String member, Pattern wanted, Set<String> askers) {
        // A gate names a tool and does not run it.
        String body = member.replaceAll("@NeedsTool\\([^)]*\\)|(?m)^(?:import|package) .*$", "");
        return wanted.matcher(body).find()
                || askers.stream()
                        .anyMatch(asker ->
                                Pattern.compile(uses(asker)).matcher(body).find());
    }

    /** Returns a pattern for the uses of a constant or the calls of a method. */
    private static String uses(String name) {
        return name.equals(name.toUpperCase(Locale.ROOT))
                ? "\\b" + name + "\\b"
                : "(?<!\\.)\\b" + name + "\\(|::" + name + "\\b";
    }

    private static String name(String member) {
        Matcher name = NAME.matcher(member);
        return name.find() ? name.group(1) : "NOTHING";
    }
}
