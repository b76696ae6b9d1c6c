package posixkit.abi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import posixkit.abi.Spec.Where;

/**
 * Says how the Java methods of posixkit call one C function. In a spec, a topic and marks follow the prototype of the function,
 * on the same line. A topic is the name of a group of functions, for example {@code Io}. A mark is one or more words, for
 * example {@code waits} or {@code with mode:int}. The comment at the top of {@code common.spec} explains the marks.
 *
 * @param waits the condition under which a call of the function may block; null if a call never blocks
 * @param parks how a virtual thread waits in a call of the function; null if a platform thread waits in its place
 * @param closes the descriptor that a call of the function closes; null if it closes none
 * @param with a list of the variadic arguments. They take the place of the {@code ...} in the prototype
 * @param symbols a map from operating systems ({@code darwin}) or targets ({@code darwin-aarch64}) to symbols of the function. It
 *     contains only symbols that a compiler cannot find out from the C headers
 * @param instead a map from operating systems to calls. If the libc of an operating system lacks the function, the library makes
 *     the call that the map contains for this system
 * @param direct a map from processors ({@code x86_64}, {@code aarch64}) to system calls. On Linux, machine code makes the system
 *     call in place of a call of the C function. The map contains only processors for which there is such machine code
 * @param isByNumber true if machine code makes the system call whose number is the first argument of the function
 * @param buffer the name of an argument that is an address, or null. If it is not null, there is one more Java method, with a
 *     {@code ByteBuffer} and an index in place of the address
 */
record Binding(
        String topic,
        Waits waits,
        Parks parks,
        Closes closes,
        List<Extra> with,
        Failure failure,
        Map<String, String> symbols,
        Map<String, Instead> instead,
        Map<String, Instead> direct,
        boolean isByNumber,
        String buffer) {
    /** Says how the C function reports a failure, and what the generated Java method returns. */
    enum Failure {
        /** If the C function fails, it returns −1 and sets errno, and the Java method returns −errno. */
        ERRNO,
        /** If the C function fails, it returns the error number, and the Java method returns −(error number). */
        NUMBER,
        /** If the C function fails, it returns NULL and sets errno, and the Java method returns −errno. */
        NULL,
        /**
         * The Java method returns every result unchanged. This constant is for C functions that never fail, and for C functions
         * with an unsigned result. A large unsigned result is a negative number in Java, but it does not mean a failure.
         */
        NEVER,
        /**
         * The C function, for example {@code sysconf}, returns a limit of the operating system. It returns −1 if it fails, and
         * also if the operating system has no such limit. Only a failure sets errno. The Java method returns −errno after a
         * failure, {@code Result.NO_LIMIT} if there is no limit, and every other result unchanged.
         */
        LIMIT,
        /**
         * The result −1 may be a failure or a valid value. The Java method returns the result in the lower half of a
         * {@code long}, and errno in the upper half.
         */
        BOTH
    }

    /** A variadic argument of a C function. {@code type}: its Java type, {@code int} or {@code long}. */
    record Extra(String name, String type) {}

    /**
     * The call to make in place of a C function that libc lacks. {@code function}: the name of the C function to call, or
     * {@code SYS_} and the name of a system call. {@code arguments}: the arguments of the call, as the spec writes them; null if
     * they are those of the C function that libc lacks.
     */
    record Instead(String function, List<String> arguments) {
        private static final String SYSTEM_CALL = "SYS_";

        /** Returns the name of the system call to make, or null if this is a C function. */
        String systemCall() {
            return function.startsWith(SYSTEM_CALL) ? function.substring(SYSTEM_CALL.length()) : null;
        }
    }

    /**
     * The condition under which a call may block. {@code argument}: the name of the argument that {@code test} examines, or null
     * if every call may block. {@code constants}: the names of the C constants that {@code test} uses.
     */
    record Waits(Test test, String argument, List<String> constants) {
        enum Test {
            ALWAYS,
            UNLESS_BIT,
            UNLESS_ZERO,
            UNLESS_ZERO_TIME,
            FOR
        }
    }

    /**
     * Says how a virtual thread waits in a call of the function. All components are null if a method that is written by hand makes
     * the call.
     *
     * @param fd the name of the argument that is the descriptor to wait for
     * @param isWrite true if the call waits until it can write to the descriptor, false if it waits until it can read
     * @param tried the name of the argument that can make the call return at once; null if there is none
     * @param bit the constant that the argument {@code tried} needs for that; null if it must be 0
     * @param buffer the name of the argument with the address of the bytes to transfer, if the call may transfer only a part
     * @param length the name of the argument with the number of bytes to transfer, if the call may transfer only a part
     */
    record Parks(String fd, boolean isWrite, String tried, String bit, String buffer, String length) {
        boolean isByHand() {
            return fd == null;
        }
    }

    /**
     * The descriptor that a call closes. {@code fd}: the name of the argument. {@code source}: the name of the argument whose
     * duplicate takes the place of the descriptor, or null.
     */
    record Closes(String fd, String source) {}

    private static final Pattern DIRECT = Pattern.compile("(?:(x86_64|aarch64)(?: |$))?(?:(\\w+)(\\(.*\\))?)?");
    private static final Pattern UNLESS_ZERO = Pattern.compile("unless zero (\\*?)(\\w+)");
    private static final Pattern UNLESS_BIT = Pattern.compile("unless (\\w+) (\\w+)");
    private static final Pattern FOR = Pattern.compile("for (\\w+) ([\\w ]+)");
    private static final Pattern PARKS = Pattern.compile(
            "(readable|writable) (\\w+)(?: try (?:zero (\\w+)|(\\w+) (\\w+)))?(?: rest (\\w+) (\\w+))?");
    private static final Pattern CLOSES = Pattern.compile("(\\w+)(?: for (\\w+))?");
    private static final Pattern EXTRA = Pattern.compile("(\\w+):(int|long)");
    private static final Pattern SYMBOL = Pattern.compile("([\\w-]+) (\\S+)");
    private static final Pattern INSTEAD = Pattern.compile("(\\w+) (?:(\\w+)\\((.*)\\)|(SYS_\\w+))");

    static Binding parse(Where where, List<String> words) {
        Waits waits = null;
        Parks parks = null;
        Closes closes = null;
        List<Extra> with = new ArrayList<>();
        Failure failure = Failure.ERRNO;
        Map<String, String> symbols = new LinkedHashMap<>();
        Map<String, Instead> instead = new LinkedHashMap<>();
        Map<String, Instead> direct = new LinkedHashMap<>();
        boolean isByNumber = false;
        String buffer = null;
        for (String mark : words.subList(1, words.size())) {
            int space = mark.indexOf(' ');
            String rest = space < 0 ? "" : mark.substring(space + 1);
            switch (space < 0 ? mark : mark.substring(0, space)) {
                case "waits" -> waits = waits(where, rest);
                case "parks" -> parks = parks(where, rest);
                case "closes" -> {
                    Matcher m = match(where, CLOSES, rest);
                    closes = new Closes(m.group(1), m.group(2));
                }
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
                            m.group(4) != null
                                    ? new Instead(m.group(4), null)
                                    : new Instead(m.group(2), List.of(m.group(3).split(", "))));
                }
                case "direct" -> {
                    isByNumber = rest.equals("by its first argument");
                    if (!isByNumber) {
                        direct(where, rest, direct);
                    }
                }
                case "buffer" -> buffer = rest;
                default -> throw where.error("no such mark: " + mark);
            }
        }
        if (parks != null && waits == null) {
            throw where.error("a function with the mark parks must have the mark waits");
        }
        return new Binding(
                words.get(0), waits, parks, closes, with, failure, symbols, instead, direct, isByNumber, buffer);
    }

    /** Six, and the number of the system call if that is an argument. */
    int mostArguments() {
        return isByNumber ? 7 : 6;
    }

    private static void direct(Where where, String text, Map<String, Instead> direct) {
        Matcher m = match(where, DIRECT, text);
        List<String> arguments = m.group(3) == null
                ? null
                : List.of(m.group(3).substring(1, m.group(3).length() - 1).split(", "));
        for (String processor : m.group(1) == null ? List.of("x86_64", "aarch64") : List.of(m.group(1))) {
            direct.put(processor, new Instead(m.group(2), arguments));
        }
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

    private static Parks parks(Where where, String text) {
        if (text.equals("by hand")) {
            return new Parks(null, false, null, null, null, null);
        }
        Matcher m = match(where, PARKS, text);
        String tried = m.group(3) == null ? m.group(4) : m.group(3);
        return new Parks(m.group(2), m.group(1).equals("writable"), tried, m.group(5), m.group(6), m.group(7));
    }

    private static Matcher match(Where where, Pattern pattern, String text) {
        Matcher m = pattern.matcher(text);
        if (!m.matches()) {
            throw where.error("not understood: " + text);
        }
        return m;
    }

    /** Returns the symbol that the spec states for the function on {@code target}, or null if the spec states no symbol. */
    String symbol(String target) {
        String symbol = symbols.get(target);
        return symbol == null ? symbols.get(Abi.system(target)) : symbol;
    }
}
