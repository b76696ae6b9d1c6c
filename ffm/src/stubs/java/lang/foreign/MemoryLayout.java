package java.lang.foreign;

/** A stub for compilers of JDKs before 22. */
public interface MemoryLayout {}
