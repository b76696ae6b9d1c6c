package posixkit.unix;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import posixkit.ffi.Native;

/**
 * What a system provides to the shared bodies. <b>Internal.</b> * * * *
 *
 *
 * @param library the C library, for bodies that load a binding of their own at first use * * *
 *
 *
 * @param statfs loaded at first use * * *
 *
 *
 * @param environ returns the current address of the process's environment
 */
public record Bindings(
        Native library,
        LibC libc,
        VariadicCalls variadic,
        Supplier<StatfsCalls> statfs,
        HotCalls hot,
        Layouts layouts,
        LongSupplier environ) {

    /** Returns a binding that is loaded at first use. */
    public <T> Supplier<T> lazily(Class<T> binding) {
        return new Lazy<>(() -> library.load(binding));
    }

    /** Returns a binding of six-argument functions that {@link Native#loadSix} loads at first use. */
    public <T> Supplier<T> lazilySix(Class<T> binding, Class<? extends T> withoutStub) {
        return new Lazy<>(() -> library.loadSix(binding, withoutStub));
    }
}
