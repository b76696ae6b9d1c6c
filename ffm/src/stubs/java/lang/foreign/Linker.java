package java.lang.foreign;

import java.lang.invoke.MethodHandle;

/** A stub for compilers of JDKs before 22. Its methods have the signatures of the JDK's type, and no code. */
public interface Linker {
    static Linker nativeLinker() {
        throw new UnsupportedOperationException();
    }

    MethodHandle downcallHandle(FunctionDescriptor function, Option... options);

    SymbolLookup defaultLookup();

    interface Option {
        static Option captureCallState(String... names) {
            throw new UnsupportedOperationException();
        }

        static Option firstVariadicArg(int index) {
            throw new UnsupportedOperationException();
        }
    }
}
