package posixkit.abi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import posixkit.abi.Spec.Where;

/**
 * Says how the Java methods of posixkit call one C function. The specs state this behind the function's prototype, as a topic and
 * marks. The comment at the top of {@code common.spec} explains the marks.
 *
 * @param waits the condition under which the call may block; null if it never blocks
 * @param with the arguments in place of the dots of a variadic function
 * @param symbols the symbols that the headers do not tell, by operating system or target
 * @param instead what to call on an operating system if its libc lacks the function, by operating system
 */
record Binding(
        String topic,
        Waits waits,
        List<Extra> with,
        Failure failure,
        Map<String, String> symbols,
        Map<String, Instead> instead) {
    /** Says how the function tells that it failed, and what the generated method returns. */
    enum Failure {
        /** The function returns −1 and sets errno. The method returns −errno. */
        ERRNO,
        /** The function returns the error number. The method returns −number. */
        NUMBER,
        /** The function returns NULL and sets errno. The method returns −errno. */
        NULL,
        /** The function does not fail, or its result is unsigned. The method returns the result unchanged. */
        NEVER,
        /** The result −1 means that there is no limit, unless the function sets errno. The method returns {@code NO_LIMIT} or −errno. */
        LIMIT,
        /** The result −1 may be a value. The method returns the result and errno, each in one half of a {@code long}. */
        BOTH
    }

    /** An argument in place of the dots of a variadic function. {@code type}: {@code int} or {@code long}. */
    record Extra(String name, String type) {}

    /** A call of another function: its name and its arguments, as the spec states them. */
    record Instead(String function, List<String> arguments) {}

    /** The condition under which a call may block. {@code argument}: the argument that decides, or null if it always may. */
    record Waits(Test test, String argument, List<String> constants) {
        enum Test {
            ALWAYS,
            UNLESS_BIT,
            UNLESS_ZERO,
            UNLESS_ZERO_TIME,
            FOR
        }
    }

    private static final Pattern UNLESS_ZERO = Pattern.compile("unless zero (\\*?)(\\w+)");
    private static final Pattern UNLESS_BIT = Pattern.compile("unless (\\w+) (\\w+)");
    private static final Pattern FOR = Pattern.compile("for (\\w+) ([\\w ]+)");
    private static final Pattern EXTRA = Pattern.compile("(\\w+):(int|long)");
    private static final Pattern SYMBOL = Pattern.compile("([\\w-]+) (\\S+)");
    private static final Pattern INSTEAD = Pattern.compile("(\\w+) (\\w+)\\((.*)\\)");

    static Binding parse(Where where, List<String> words) {
        Waits waits = null;
        List<Extra> with = new ArrayList<>();
        Failure failure = Failure.ERRNO;
        Map<String, String> symbols = new LinkedHashMap<>();
        Map<String, Instead> instead = new LinkedHashMap<>();
        for (String mark : words.subList(1, words.size())) {
            int space = mark.indexOf(' ');
            String rest = space < 0 ? "" : mark.substring(space + 1);
            switch (space < 0 ? mark : mark.substring(0, space)) {
                case "waits" -> waits = waits(where, rest);
                case "number" -> failure = Failure.NUMBER;
                case "null" -> failure = Failure.NULL;
                case "never" -> failure = Failure.NEVER;
                case "both" -> failure = Failure.BOTH;
                case "limit" -> failure = Failure.LIMIT;
                case "with" -> {
                    for (String extra : rest.split(" ")) {
                        Matcher m = match(where, EXTRA, extra);
                        with.add(new Extra(m.group(1), m.group(2)));
                    }
                }
                case "symbol" -> {
                    Matcher m = match(where, SYMBOL, rest);
                    symbols.put(m.group(1), m.group(2));
                }
                case "else" -> {
                    Matcher m = match(where, INSTEAD, rest);
                    instead.put(
                            m.group(1),
                            new Instead(m.group(2), List.of(m.group(3).split(", "))));
                }
                default -> throw where.error("no such mark: " + mark);
            }
        }
        return new Binding(words.get(0), waits, with, failure, symbols, instead);
    }

    private static Waits waits(Where where, String text) {
        if (text.isEmpty()) {
            return new Waits(Waits.Test.ALWAYS, null, List.of());
        }
        Matcher zero = UNLESS_ZERO.matcher(text);
        if (zero.matches()) {
            Waits.Test test = zero.group(1).isEmpty() ? Waits.Test.UNLESS_ZERO : Waits.Test.UNLESS_ZERO_TIME;
            return new Waits(test, zero.group(2), List.of());
        }
        Matcher bit = UNLESS_BIT.matcher(text);
        if (bit.matches()) {
            return new Waits(Waits.Test.UNLESS_BIT, bit.group(1), List.of(bit.group(2)));
        }
        Matcher some = match(where, FOR, text);
        return new Waits(Waits.Test.FOR, some.group(1), List.of(some.group(2).split(" ")));
    }

    private static Matcher match(Where where, Pattern pattern, String text) {
        Matcher m = pattern.matcher(text);
        if (!m.matches()) {
            throw where.error("not understood: " + text);
        }
        return m;
    }

    /** Returns the symbol that this binding states for {@code target}; null if the headers tell it. */
    String symbol(String target) {
        String symbol = symbols.get(target);
        return symbol == null ? symbols.get(Abi.system(target)) : symbol;
    }
}
