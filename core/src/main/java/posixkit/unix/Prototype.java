package posixkit.unix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The prototype of a C function, parsed from the text that {@link Layouts#prototype} returns. <b>Internal.</b> A numeric type is
 * written as {@code s} (signed) or {@code u} (unsigned) and the number of bits, for example {@code s32} or {@code u16}. The other
 * types are {@code ptr} and {@code void}.
 *
 * @param symbol the symbol of the function in libc, which may differ from the name of the function
 * @param result the type of the result
 * @param parameters the types of the parameters. For a variadic function, only those before the dots
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
     * Returns true if the result −1 means that the function failed and set errno. Posixkit assumes this meaning for every
     * function whose result is a signed number or a pointer.
     */
    boolean saysErrno() {
        return result.equals(POINTER) || result.charAt(0) == 's';
    }

    /**
     * Returns the argument {@code value}, cut to the width of the parameter at {@code index}. A variadic argument has no known
     * width, so this method returns its {@code value} unchanged.
     */
    long argument(int index, long value) {
        return index < parameters.size() ? cut(parameters.get(index), value) : value;
    }

    /**
     * Returns the result of the function. {@code register} is the full 64-bit value of the register that holds the result after
     * the call. If the result type has fewer bits, the upper bits of the register are undefined, so this method cuts the value to
     * the width of the result type. Returns 0 if the function returns nothing.
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
