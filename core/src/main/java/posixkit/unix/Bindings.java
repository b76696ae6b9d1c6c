package posixkit.unix;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import posixkit.ffi.Native;

/**
 * Contains what the code for one operating system (Linux or macOS) passes to the shared classes: loaded bindings and the layouts
 * of native structures. <b>Internal.</b>
 *
 * @param library the C library. Shared classes load further bindings from it at their first use.
 * @param statfs returns the {@code statfs} functions, and loads them at the first use
 * @param environ returns the current address of the environment of this process
 */
public record Bindings(
        Native library,
        LibC libc,
        VariadicCalls variadic,
        Supplier<StatfsCalls> statfs,
        HotCalls hot,
        Layouts layouts,
        LongSupplier environ) {

    /** Returns a supplier that loads {@code binding} from the C library at its first use. */
    public <T> Supplier<T> lazily(Class<T> binding) {
        return new Lazy<>(() -> library.load(binding));
    }

    /**
     * Returns a supplier that loads {@code binding}, whose functions have six parameters, at its first use.
     * {@link Native#loadSix} loads it.
     *
     * @param withoutStub the same interface, marked for calls without the stub of jnr-ffi
     */
    public <T> Supplier<T> lazilySix(Class<T> binding, Class<? extends T> withoutStub) {
        return new Lazy<>(() -> library.loadSix(binding, withoutStub));
    }
}
