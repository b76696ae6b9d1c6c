package posixkit.unix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The prototype of a function, parsed from the text of {@link Layouts#prototype}. <b>Internal.</b> Kinds are those of the tables: {@code
 * s32}, {@code u16}, {@code ptr}, {@code void}.
 *
 * @param parameters the kinds of the named parameters: those before the dots of a variadic function
 */
record Prototype(String symbol, String result, List<String> parameters, boolean isVariadic) {
    private static final String POINTER = "ptr";
    private static final String NOTHING = "void";
    private static final String DOTS = "...";

    static Prototype parse(String text) {
        String[] words = text.split("[ (),]+");
        List<String> parameters = new ArrayList<>(Arrays.asList(words).subList(2, words.length));
        parameters.remove(NOTHING);
        boolean variadic = parameters.remove(DOTS);
        return new Prototype(words[0], words[1], List.copyOf(parameters), variadic);
    }

    boolean takes(int arguments) {
        return isVariadic ? arguments >= parameters.size() : arguments == parameters.size();
    }

    /** True if −1 means that the function failed and set errno: if the result is signed, or a pointer. */
    boolean saysErrno() {
        return result.equals(POINTER) || result.charAt(0) == 's';
    }

    /** Returns an argument, cut to the width of its parameter. */
    long argument(int index, long value) {
        return index < parameters.size() ? cut(parameters.get(index), value) : value;
    }

    /** Returns the result of a function from a register. The upper part of the register is undefined. */
    long result(long register) {
        return result.equals(NOTHING) ? 0 : cut(result, register);
    }

    private static long cut(String kind, long value) {
        if (kind.equals(POINTER)) {
            return value;
        }
        int unused = Long.SIZE - Integer.parseInt(kind.substring(1));
        return kind.charAt(0) == 's' ? value << unused >> unused : value << unused >>> unused;
    }

    @Override
    public String toString() {
        List<String> all = new ArrayList<>(parameters);
        if (isVariadic) {
            all.add(DOTS);
        }
        return result + " (" + (all.isEmpty() ? NOTHING : String.join(", ", all)) + ")";
    }
}
