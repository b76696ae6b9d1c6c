package posixkit.testing;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import jnr.ffi.annotations.Variadic;

/**
 * One method of a binding interface, as far as C is concerned: widths in bytes, and after how many parameters jnr-ffi puts
 * the rest where variadic arguments go.
 */
public record BoundCall(
        Class<?> binding, String symbol, int result, List<Integer> parameters, boolean variadic, int fixed) {
    /** That all arguments go where those of an ordinary function do. */
    public static final int NONE = 0;

    /** {@code variadic}: whether the function is one, whatever jnr-ffi is told. */
    public static BoundCall of(Method method, String symbol, boolean variadic) {
        Variadic annotation = method.getAnnotation(Variadic.class);
        return new BoundCall(
                method.getDeclaringClass(),
                symbol,
                width(method.getReturnType()),
                Arrays.stream(method.getParameterTypes()).map(BoundCall::width).toList(),
                variadic,
                annotation == null ? NONE : annotation.fixedCount());
    }

    private static int width(Class<?> type) {
        return type == long.class ? Long.BYTES : Integer.BYTES;
    }

    private static int other(int width) {
        return width == Long.BYTES ? Integer.BYTES : Long.BYTES;
    }

    /** The same with one thing wrong, each thing that could be: a width, an argument, the symbol, the kind of call. */
    public Set<BoundCall> mutants() {
        Set<BoundCall> mutants = new LinkedHashSet<>();
        mutants.add(returning(other(result)));
        for (int i = 0; i < parameters.size(); i++) {
            int at = i;
            mutants.add(taking(all -> all.set(at, other(all.get(at)))));
            mutants.add(taking(all -> all.remove(at)));
        }
        for (int width : List.of(Integer.BYTES, Long.BYTES)) {
            mutants.add(taking(all -> all.add(width)));
            mutants.add(taking(all -> all.add(0, width)));
        }
        for (int i = 1; i < parameters.size(); i++) {
            int at = i;
            mutants.add(taking(all -> all.add(at - 1, all.remove(at))));
        }
        int dollar = symbol.indexOf('$');
        if (dollar >= 0) {
            mutants.add(named(symbol.substring(0, dollar)));
        }
        for (String suffix : List.of("$INODE64", "$1050", "$DARWIN_EXTSN", "$UNIX2003", "$NOCANCEL", "64", "x")) {
            mutants.add(named(symbol + suffix));
        }
        mutants.add(named("x" + symbol));
        mutants.add(named(symbol.toUpperCase(Locale.ROOT)));
        mutants.add(new BoundCall(binding, symbol, result, parameters, !variadic, fixed));
        for (int count = NONE; count <= parameters.size(); count++) {
            mutants.add(new BoundCall(binding, symbol, result, parameters, variadic, count));
        }
        mutants.remove(this);
        return mutants;
    }

    private interface Change {
        void make(List<Integer> parameters);
    }

    private BoundCall taking(Change change) {
        List<Integer> changed = new ArrayList<>(parameters);
        change.make(changed);
        return new BoundCall(binding, symbol, result, List.copyOf(changed), variadic, fixed);
    }

    private BoundCall returning(int width) {
        return new BoundCall(binding, symbol, width, parameters, variadic, fixed);
    }

    private BoundCall named(String other) {
        return new BoundCall(binding, other, result, parameters, variadic, fixed);
    }

    @Override
    public String toString() {
        return binding.getName() + ": " + result + " " + symbol + parameters + (variadic ? " variadic" : "")
                + (fixed == NONE ? "" : " after " + fixed);
    }
}
