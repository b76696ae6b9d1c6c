package posixkit.unix;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import posixkit.ffi.Native;

/**
 * What a system gives the shared bodies to work with. <b>Internal.</b>
 *
 * @param library where a body that is made on first use binds what it alone needs
 * @param statfs bound on first use
 * @param six bound on first use: only starting programs needs it
 * @param environ the address of the process's environment, as it is at the moment
 */
public record Bindings(
        Native library,
        LibC libc,
        VariadicCalls variadic,
        Supplier<StatfsCalls> statfs,
        Supplier<SixArguments> six,
        HotCalls hot,
        Layouts layouts,
        LongSupplier environ) {

    /** A library's functions of six arguments, bound on first use. */
    public static Supplier<SixArguments> six(Native library) {
        return new Lazy<>(() -> library.loadSix(SixArguments.class, SixArgumentsWithoutStub.class));
    }

    /** An area's functions, bound on first use. */
    public <T> Supplier<T> lazily(Class<T> binding) {
        return new Lazy<>(() -> library.load(binding));
    }
}
