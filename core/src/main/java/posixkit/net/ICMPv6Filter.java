package posixkit.net;

import java.util.BitSet;
import java.util.Objects;

/**
 * Says which ICMPv6 messages a raw socket receives ({@code struct icmp6_filter}).
 *
 * <p>A bit that is set in the structure blocks a type on Linux, and passes it on the BSDs and macOS. This class has methods instead.
 *
 * <pre>{@code
 * new ICMPv6Filter().blockAll().pass(ICMP6_ECHO_REPLY)
 * }</pre>
 */
public final class ICMPv6Filter {
    /** A type is one byte. */
    private static final int TYPES = 1 << Byte.SIZE;

    private final BitSet blocked = new BitSet(TYPES);

    /** A filter that passes all types. */
    public ICMPv6Filter() {}

    /** True if messages of this type, 0 to 255, are blocked. */
    public boolean blocks(int type) {
        return blocked.get(Objects.checkIndex(type, TYPES));
    }

    /** Blocks messages of a type. */
    public ICMPv6Filter block(int type) {
        blocked.set(Objects.checkIndex(type, TYPES));
        return this;
    }

    /** Passes messages of a type. */
    public ICMPv6Filter pass(int type) {
        blocked.clear(Objects.checkIndex(type, TYPES));
        return this;
    }

    /** Blocks messages of every type. */
    public ICMPv6Filter blockAll() {
        blocked.set(0, TYPES);
        return this;
    }

    /** Passes messages of every type. */
    public ICMPv6Filter passAll() {
        blocked.clear();
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ICMPv6Filter filter && blocked.equals(filter.blocked);
    }

    @Override
    public int hashCode() {
        return blocked.hashCode();
    }

    @Override
    public String toString() {
        return "ICMPv6Filter[blocks " + blocked + "]";
    }
}
