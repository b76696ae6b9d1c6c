package java.lang.foreign;

/** A stub for compilers of JDKs before 22. The constants have the types of the JDK's constants. */
public interface ValueLayout extends MemoryLayout {
    OfByte JAVA_BYTE = null;
    OfShort JAVA_SHORT_UNALIGNED = null;
    OfInt JAVA_INT = null;
    OfInt JAVA_INT_UNALIGNED = null;
    OfLong JAVA_LONG = null;
    OfLong JAVA_LONG_UNALIGNED = null;

    interface OfByte extends ValueLayout {}

    interface OfShort extends ValueLayout {}

    interface OfInt extends ValueLayout {}

    interface OfLong extends ValueLayout {}
}
