package posixkit.net;

import java.util.BitSet;
import java.util.Objects;

/**
 * Says which ICMPv6 messages a raw socket receives ({@code struct icmp6_filter}).
 *
 * <p>The native structure has one bit for each message type. On Linux, a bit that is set blocks the type. On the BSDs and macOS,
 * a bit that is set lets the type pass. The methods of this class mean the same on all operating systems. For example, this
 * filter lets only echo replies pass:
 *
 * <pre>{@code
 * new ICMPv6Filter().blockAll().pass(ICMP6_ECHO_REPLY)
 * }</pre>
 */
public final class ICMPv6Filter {
    /** The number of message types. A message type is one byte long. */
    private static final int TYPES = 1 << Byte.SIZE;

    private final BitSet blocked = new BitSet(TYPES);

    /** Creates a filter that lets messages of every type pass. */
    public ICMPv6Filter() {}

    /** Returns true if this filter blocks messages whose type is {@code type} (0 to 255). */
    public boolean blocks(int type) {
        return blocked.get(Objects.checkIndex(type, TYPES));
    }

    /** Blocks messages whose type is {@code type} (0 to 255). Returns this filter. */
    public ICMPv6Filter block(int type) {
        blocked.set(Objects.checkIndex(type, TYPES));
        return this;
    }

    /** Lets messages whose type is {@code type} (0 to 255) pass. Returns this filter. */
    public ICMPv6Filter pass(int type) {
        blocked.clear(Objects.checkIndex(type, TYPES));
        return this;
    }

    /** Blocks messages of every type. Returns this filter. */
    public ICMPv6Filter blockAll() {
        blocked.set(0, TYPES);
        return this;
    }

    /** Lets messages of every type pass. Returns this filter. */
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
