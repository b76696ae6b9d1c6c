package posixkit.unix;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a system gives the shared bodies to work with. <b>Internal.</b>
 *
 * @param six bound on first use: only starting programs needs it
 * @param environ the address of the process's environment, as it is at the moment
 */
public record Bindings(
        LibC libc,
        VariadicCalls variadic,
        Supplier<SixArguments> six,
        HotCalls hot,
        Layouts layouts,
        LongSupplier environ) {}
