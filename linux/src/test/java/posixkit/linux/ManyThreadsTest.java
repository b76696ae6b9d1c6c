package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.testing.ChildJvm;
import posixkit.testing.Descriptors;

/** Threads that have made a call keep little memory outside the heap, however many there are. */
@ExtendWith(Descriptors.class)
class ManyThreadsTest {
    private static final int MIB = 1 << 20;

    @Test
    void twoThousandThreadsShareAFewMebibytes() throws IOException {
        try (ChildJvm child = ChildJvm.start(ManyThreadsProgram.class, "-Xmx32m")) {
            assertEquals("all", child.ask("start 2000"));
            long shared = Long.parseLong(child.ask("used"));
            assertTrue(shared > MIB && shared < 8 * MIB, shared + " bytes in use");
            assertEquals("ended", child.ask("end"));
            long left = Long.parseLong(child.ask("used"));
            assertTrue(left < 3 * MIB, left + " bytes left of " + shared);
        }
    }
}
