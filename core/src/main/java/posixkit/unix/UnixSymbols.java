package posixkit.unix;

import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.constants.Errno;
import posixkit.ffi.Native;
import posixkit.system.CFunction;
import posixkit.system.Symbols;

/** {@link Symbols}. <b>Internal.</b> */
public final class UnixSymbols implements Symbols {
    private final Native library;
    private final Layouts layouts;

    public UnixSymbols(Native library, Layouts layouts) {
        this.library = library;
        this.layouts = layouts;
    }

    /** The interface is public and anyone can implement it; what is called is only what was found here. */
    private record Found(String name, Prototype parsed, long address, Native.ByAddress entry) implements CFunction {
        @Override
        public String symbol() {
            return parsed.symbol();
        }

        @Override
        public String prototype() {
            return parsed.toString();
        }

        long call(long[] arguments) {
            long[] cut = new long[Native.ByAddress.MOST];
            for (int i = 0; i < arguments.length; i++) {
                cut[i] = parsed.argument(i, arguments[i]);
            }
            return parsed.result(entry.call(arguments.length, cut));
        }

        /** The entry is made for each look-up; it does the same for the same address. */
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
        String prototype = layouts.prototype(withoutNul(name));
        return library.symbol(
                prototype == null ? name : Prototype.parse(prototype).symbol());
    }

    @Override
    public CFunction function(String name) {
        String prototype = layouts.prototype(withoutNul(name));
        if (prototype == null) {
            throw new IllegalArgumentException("no table has the prototype of " + name);
        }
        Prototype parsed = Prototype.parse(prototype);
        long address = library.symbol(parsed.symbol());
        var entry = new Native.ByAddress(address, parsed.parameters().size());
        return new Found(name, parsed, address, entry);
    }

    @Override
    public long call(CFunction function, long... arguments) throws ErrnoException {
        Found found = found(function, arguments.length);
        if (found.address == 0) {
            throw new ErrnoException(found.name, Errno.ENOSYS);
        }
        long result = found.call(arguments);
        if (result == -1 && found.parsed.saysErrno()) {
            throw new ErrnoException(found.name, Native.errno());
        }
        return result;
    }

    @Override
    public long callOrErrno(CFunction function, long... arguments) {
        Found found = found(function, arguments.length);
        if (found.address == 0) {
            return -Errno.ENOSYS;
        }
        long result = found.call(arguments);
        return found.parsed.saysErrno() ? Result.negate(result) : result;
    }

    private static Found found(CFunction function, int arguments) {
        if (!(function instanceof Found found)) {
            throw new IllegalArgumentException("functions to call are what function() finds, not " + function);
        }
        if (!found.parsed.takes(arguments) || arguments > Native.ByAddress.MOST) {
            throw new IllegalArgumentException(arguments + " arguments for " + found);
        }
        return found;
    }

    private static String withoutNul(String name) {
        if (name.indexOf(0) >= 0) {
            throw new IllegalArgumentException("a NUL in a string");
        }
        return name;
    }
}
