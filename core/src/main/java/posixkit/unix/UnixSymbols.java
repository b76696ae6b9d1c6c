package posixkit.unix;

import java.util.Objects;
import posixkit.Names;
import posixkit.constants.Errno;
import posixkit.ffi.Native;
import posixkit.ffi.NativeAccess;
import posixkit.system.CArena;
import posixkit.system.CFunction;
import posixkit.system.CResult;
import posixkit.system.Symbols;

/** Implements {@link Symbols} for Linux and macOS. <b>Internal.</b> */
public final class UnixSymbols implements Symbols {
    private final Native library;
    private final Layouts layouts;

    public UnixSymbols(Native library, Layouts layouts) {
        this.library = library;
        this.layouts = layouts;
    }

    /**
     * A C function with its address. The method {@link #function} returns an object of this class. Users can implement
     * {@link CFunction} in classes of their own, but {@link #callForResult} accepts only objects of this class.
     */
    private record Found(String name, Prototype parsed, long address, NativeAccess.ByAddress entry)
            implements CFunction {
        @Override
        public String symbol() {
            return parsed.symbol();
        }

        @Override
        public String prototype() {
            return parsed.toString();
        }

        long call(long[] arguments) {
            long[] cut = new long[NativeAccess.ByAddress.MOST];
            for (int i = 0; i < arguments.length; i++) {
                cut[i] = parsed.argument(i, arguments[i]);
            }
            return parsed.result(entry.call(arguments.length, cut));
        }

        /**
         * Compares all components except {@code entry}, the object that calls the C function. Each call of
         * {@link UnixSymbols#function} creates a new entry. Entries with the same address call the same C function.
         */
        @Override
        public boolean equals(Object other) {
            return other instanceof Found that
                    && name.equals(that.name)
                    && parsed.equals(that.parsed)
                    && address == that.address;
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, parsed, address);
        }

        @Override
        public String toString() {
            return name + " " + parsed;
        }
    }

    @Override
    public long address(String name) {
        String prototype = layouts.prototype(checked(name));
        return library.symbol(
                prototype == null ? name : Prototype.parse(prototype).symbol());
    }

    @Override
    public CFunction function(String name) {
        String prototype = layouts.prototype(checked(name));
        if (prototype == null) {
            throw new IllegalArgumentException("name: no table has the prototype of " + Names.printable(name));
        }
        Prototype parsed = Prototype.parse(prototype);
        long address = library.symbol(parsed.symbol());
        var entry = Native.byAddress(address, parsed.parameters().size());
        return new Found(name, parsed, address, entry);
    }

    @Override
    public CResult callForResult(CFunction function, long... arguments) {
        Objects.requireNonNull(function, "function");
        Found found = found(function, Objects.requireNonNull(arguments, "arguments").length);
        if (found.address == 0) {
            return new CResult(found.name, -1, Errno.ENOSYS);
        }
        long value = found.call(arguments);
        int errno = value == -1 && found.parsed.saysErrno() ? Native.errno() : 0;
        return new CResult(found.name, value, errno);
    }

    @Override
    public CArena newArena() {
        return new UnixArena();
    }

    private static Found found(CFunction function, int arguments) {
        if (!(Objects.requireNonNull(function, "function") instanceof Found found)) {
            throw new IllegalArgumentException("function: " + function + " is not from function()");
        }
        if (!found.parsed.takes(arguments) || arguments > NativeAccess.ByAddress.MOST) {
            throw new IllegalArgumentException("arguments: " + arguments + " of them, for " + found);
        }
        return found;
    }

    private static String checked(String name) {
        if (Objects.requireNonNull(name, "name").indexOf(0) >= 0) {
            throw new IllegalArgumentException("name: a NUL at index " + name.indexOf(0));
        }
        return name;
    }
}
