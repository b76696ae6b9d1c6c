package posixkit.benchmarks;

import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;

/**
 * A loop around an {@link Op}. Each variant gets a copy of this class of its own, in which the operation is a constant. So the
 * JIT compiler compiles each loop for one operation only, as if the loop were written by hand. With one class for all, the
 * operation would be called through an interface with many implementations.
 */
final class Loop implements Block {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final Op OP = operation();

    private static Op operation() {
        try {
            return MethodHandles.classData(LOOKUP, "_", Op.class);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns a new loop around {@code op}. */
    static Block around(Op op) {
        try (InputStream stream = Objects.requireNonNull(Loop.class.getResourceAsStream("Loop.class"))) {
            MethodHandles.Lookup own = LOOKUP.defineHiddenClassWithClassData(stream.readAllBytes(), op, true);
            return (Block) own.findConstructor(own.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("the loop of a variant cannot be defined", e);
        }
    }

    @Override
    public long run(long n) throws Throwable {
        long sum = 0;
        for (long i = 0; i < n; i++) {
            sum += OP.call(i);
        }
        return sum;
    }
}
