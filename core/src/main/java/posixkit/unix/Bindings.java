package posixkit.unix;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import posixkit.ffi.Native;

/**
 * What a system gives the shared bodies to work with. <b>Internal.</b>
 *
 * @param library where a body that is made on first use binds what it alone needs
 * @param statfs bound on first use
 * @param environ the address of the process's environment, as it is at the moment
 */
public record Bindings(
        Native library,
        LibC libc,
        VariadicCalls variadic,
        Supplier<StatfsCalls> statfs,
        HotCalls hot,
        Layouts layouts,
        LongSupplier environ) {

    /** An area's functions, bound on first use. */
    public <T> Supplier<T> lazily(Class<T> binding) {
        return new Lazy<>(() -> library.load(binding));
    }

    /** An area's functions of six arguments, bound on first use as {@link Native#loadSix} says. */
    public <T> Supplier<T> lazilySix(Class<T> binding, Class<? extends T> withoutStub) {
        return new Lazy<>(() -> library.loadSix(binding, withoutStub));
    }
}
