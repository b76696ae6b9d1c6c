package posixkit.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import posixkit.unix.layout.Iovec;

class VectorTest {
    /** What is copied has a limit; behind a buffer that is cut short the others are empty, direct ones too. */
    @Test
    void heapBuffersShareTheirRoom() {
        int large = Scratch.KEEP / 5 * 2;
        ByteBuffer[] buffers = {
            ByteBuffer.allocate(large),
            ByteBuffer.allocateDirect(Scratch.KEEP),
            ByteBuffer.allocate(large),
            ByteBuffer.allocate(large),
            ByteBuffer.allocateDirect(7),
            ByteBuffer.allocate(7)
        };
        for (boolean out : new boolean[] {true, false}) {
            try (Scratch s = Scratch.open()) {
                Vector vector = s.vector();
                vector.describe(s, buffers, out);
                assertEquals(buffers.length, vector.count());
                int[] lengths = {large, Scratch.KEEP, large, Scratch.KEEP - 2 * large, 0, 0};
                for (int i = 0; i < lengths.length; i++) {
                    assertEquals(lengths[i], Iovec.len(s, vector.array() + (long) i * Iovec.SIZE), "buffer " + i);
                }
            }
        }
    }
}
