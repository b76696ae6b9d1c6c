package posixkit.unix;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import posixkit.ffi.Native;

/**
 * Contains the objects that differ between Linux and macOS but are used by classes that both systems share. The code for one
 * operating system creates this record and passes it to these classes. <b>Internal.</b> Most of the objects are loaded bindings.
 * A binding is an interface that declares C functions; jnr-ffi implements it when it is loaded.
 *
 * @param library the C library. The shared classes load further bindings from it at their first use.
 * @param statfs returns the binding of the {@code statfs} functions, and loads it at the first use
 * @param environ returns the current address of the array of environment variables of this process
 */
public record Bindings(
        Native library,
        LibC libc,
        VariadicCalls variadic,
        Supplier<StatfsCalls> statfs,
        HotCalls hot,
        Layouts layouts,
        LongSupplier environ) {

    /** Returns a supplier that loads the interface {@code binding} from the C library at its first use. */
    public <T> Supplier<T> lazily(Class<T> binding) {
        return new Lazy<>(() -> library.load(binding));
    }

    /**
     * Returns a supplier that loads the interface {@code binding} at its first use. Use this method instead of {@link #lazily} if
     * the functions of the interface have six parameters. On x86_64, jnr-ffi would pass a wrong sixth argument to them, and
     * {@link Native#loadSix} avoids this.
     *
     * @param withoutStub the same interface with the annotation {@code @NoX86}: jnr-ffi then makes the calls without its x86_64
     *     machine-code stub, which passes a wrong sixth argument
     */
    public <T> Supplier<T> lazilySix(Class<T> binding, Class<? extends T> withoutStub) {
        return new Lazy<>(() -> library.loadSix(binding, withoutStub));
    }
}
