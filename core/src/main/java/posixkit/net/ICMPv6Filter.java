package posixkit.net;

import java.util.BitSet;
import java.util.Objects;

/**
 * Which ICMPv6 messages a raw socket is given ({@code struct icmp6_filter}).
 *
 * <p>In the structure a set bit blocks on Linux and passes on the BSDs and macOS; here it has a name instead.
 *
 * <pre>{@code
 * new ICMPv6Filter().blockAll().pass(ICMP6_ECHO_REPLY)
 * }</pre>
 */
public final class ICMPv6Filter {
    /** A type is one byte. */
    private static final int TYPES = 1 << Byte.SIZE;

    private final BitSet blocked = new BitSet(TYPES);

    /** Passes all. */
    public ICMPv6Filter() {}

    /** Whether messages of this type, 0 to 255, are kept away. */
    public boolean blocks(int type) {
        return blocked.get(Objects.checkIndex(type, TYPES));
    }

    public ICMPv6Filter block(int type) {
        blocked.set(Objects.checkIndex(type, TYPES));
        return this;
    }

    public ICMPv6Filter pass(int type) {
        blocked.clear(Objects.checkIndex(type, TYPES));
        return this;
    }

    public ICMPv6Filter blockAll() {
        blocked.set(0, TYPES);
        return this;
    }

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
