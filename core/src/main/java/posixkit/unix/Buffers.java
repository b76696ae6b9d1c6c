package posixkit.unix;

import java.nio.ByteBuffer;

/** What calls do to the buffers they are given. */
final class Buffers {
    private Buffers() {}

    static void writable(ByteBuffer into) {
        if (into.isReadOnly()) {
            throw new IllegalArgumentException("a read-only buffer to read into");
        }
    }

    /** Moves the position by what the kernel took or gave; −errno moves nothing. */
    static int advanced(ByteBuffer buffer, long result) {
        if (result > 0) {
            buffer.position(buffer.position() + (int) result);
        }
        return (int) result;
    }

    /** Copies what the kernel gave, and nothing beyond it. */
    static int filled(ByteBuffer into, Scratch s, long address, long result) {
        if (result > 0) {
            s.copyTo(into, address, (int) result);
        }
        return advanced(into, result);
    }
}
