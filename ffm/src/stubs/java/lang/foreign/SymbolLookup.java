package java.lang.foreign;

import java.util.Optional;

/** A stub for compilers of JDKs before 22. Its methods have the signatures of the JDK's type, and no code. */
public interface SymbolLookup {
    Optional<MemorySegment> find(String name);
}
