package posixkit.unix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The prototype of a C function, parsed from the text that {@link Layouts#prototype} returns. <b>Internal.</b> Types are written
 * as in the tables of prototypes, for example {@code s32}, {@code u16}, {@code ptr} or {@code void}.
 *
 * @param parameters the types of the named parameters; for a variadic function, those before the dots
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

    /**
     * Returns true if the result −1 means that the function failed and set errno. It does if the result is a signed number or a
     * pointer.
     */
    boolean saysErrno() {
        return result.equals(POINTER) || result.charAt(0) == 's';
    }

    /**
     * Returns {@code value}, cut to the width of the parameter at {@code index}. An argument after the named parameters is not
     * cut.
     */
    long argument(int index, long value) {
        return index < parameters.size() ? cut(parameters.get(index), value) : value;
    }

    /**
     * Returns the result of the function from {@code register}, cut to the width of its type: the upper bits of the register are
     * undefined. Returns 0 if the function returns nothing.
     */
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
