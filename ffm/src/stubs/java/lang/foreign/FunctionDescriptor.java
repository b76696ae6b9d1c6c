package java.lang.foreign;

/** A stub for compilers of JDKs before 22. Its methods have the signatures of the JDK's type, and no code. */
public interface FunctionDescriptor {
    static FunctionDescriptor of(MemoryLayout result, MemoryLayout... arguments) {
        throw new UnsupportedOperationException();
    }
}
