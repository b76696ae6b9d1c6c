package posixkit.examples.cli;

import java.util.Arrays;
import java.util.Comparator;
import posixkit.Names;

/** Compares file names by their bytes, as {@code strcmp} does. */
public final class NameOrder implements Comparator<String> {
    public static final NameOrder BYTES = new NameOrder();

    private NameOrder() {}

    @Override
    public int compare(String first, String second) {
        int at = 0;
        int shared = Math.min(first.length(), second.length());
        while (at < shared && first.charAt(at) == second.charAt(at)) {
            at++;
        }
        if (at == shared) {
            return Integer.compare(first.length(), second.length());
        }
        // Below the surrogates, the order of the characters is the order of their bytes.
        if (first.charAt(at) < Character.MIN_SURROGATE && second.charAt(at) < Character.MIN_SURROGATE) {
            return Character.compare(first.charAt(at), second.charAt(at));
        }
        return Arrays.compareUnsigned(Names.bytes(first), Names.bytes(second));
    }
}
