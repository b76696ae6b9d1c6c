package posixkit.examples.cli;

import java.util.regex.Pattern;
import posixkit.Names;

/** Quotes file names for a shell, as the GNU coreutils do. */
public final class Quoting {
    private static final String ESCAPED = "\u0007\b\t\n\u000B\f\r";
    private static final String LETTERS = "abtnvfr";
    private static final Pattern PLAIN_IN_DOUBLE_QUOTES =
            Pattern.compile("[#~]?([A-Za-z0-9%+,\\-./:\\]_' ]|[^\\p{ASCII}\\p{C}\\p{Zl}\\p{Zp}])*");

    /** Characters that a shell reads in its own way, wherever they are in a word. */
    private static final String SPECIAL = " !\"$&'()*;<=>?[\\^`|";

    private Quoting() {}

    /** Quotes the name only if a shell would not read it as it is. This is the quoting style {@code shell-escape}. */
    public static String forShellIfNeeded(String name) {
        return needsQuotes(name) ? forShell(name) : name;
    }

    private static boolean needsQuotes(String name) {
        return name.isEmpty()
                || name.charAt(0) == '#'
                || name.charAt(0) == '~'
                || name.equals("{")
                || name.equals("}")
                || name.codePoints().anyMatch(symbol -> SPECIAL.indexOf(symbol) >= 0 || !isPrintable(symbol));
    }

    /** Quotes the name. This is the quoting style {@code shell-escape-always}. */
    public static String forShell(String name) {
        if (name.contains("'") && PLAIN_IN_DOUBLE_QUOTES.matcher(name).matches()) {
            return '"' + name + '"';
        }
        StringBuilder quoted = new StringBuilder("'");
        boolean escaping = false;
        for (int symbol : name.codePoints().toArray()) {
            boolean escape = !isPrintable(symbol);
            if (escape != escaping && symbol != '\'') {
                quoted.append(escape ? "'$'" : "''");
            }
            if (symbol == '\'') {
                quoted.append("'\\''");
            } else if (escape) {
                quoted.append(escaped(symbol));
            } else {
                quoted.appendCodePoint(symbol);
            }
            escaping = escape;
        }
        return quoted.append('\'').toString();
    }

    private static String escaped(int symbol) {
        int letter = ESCAPED.indexOf(symbol);
        if (letter >= 0) {
            return "\\" + LETTERS.charAt(letter);
        }
        StringBuilder octal = new StringBuilder();
        for (byte unit : Names.bytes(Character.toString(symbol))) {
            octal.append(String.format("\\%03o", unit & 0xFF));
        }
        return octal.toString();
    }

    private static boolean isPrintable(int symbol) {
        return switch (Character.getType(symbol)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
