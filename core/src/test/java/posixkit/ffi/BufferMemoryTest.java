package posixkit.ffi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.testing.Arenas;
import posixkit.testing.NeedsJdk;

/** Which buffers the kernel may use in place. */
class BufferMemoryTest {
    @Test
    void directBuffersAreStableAndHeapBuffersAreNot(@TempDir Path dir) throws Exception {
        ByteBuffer direct = ByteBuffer.allocateDirect(16);
        Path file = Files.write(dir.resolve("file"), new byte[16]);
        try (FileChannel channel = FileChannel.open(file)) {
            for (ByteBuffer stable : new ByteBuffer[] {
                direct,
                direct.slice(3, 5),
                direct.duplicate().asReadOnlyBuffer(),
                ByteBuffer.allocateDirect(0),
                channel.map(MapMode.READ_ONLY, 0, 16)
            }) {
                assertTrue(isStable(stable), stable.toString());
                assertTrue(isStable(stable), "asked again");
            }
        }
        for (ByteBuffer heap : new ByteBuffer[] {ByteBuffer.allocate(16), ByteBuffer.wrap(new byte[4], 1, 2)}) {
            assertFalse(isStable(heap));
        }
    }

    @Test
    @NeedsJdk(22)
    void onlyBuffersOfSharedArenasAreNotStable() throws Exception {
        for (String stable : new String[] {"global", "ofAuto", "ofConfined"}) {
            ByteBuffer buffer = Arenas.make(stable).buffer(16);
            assertTrue(isStable(buffer), stable);
            assertTrue(isStable(buffer.slice(1, 2).asReadOnlyBuffer()), stable);
        }
        ByteBuffer shared = Arenas.make("ofShared").buffer(16);
        assertFalse(isStable(shared));
        assertFalse(isStable(shared), "asked again");
        assertFalse(isStable(shared.slice(1, 2).asReadOnlyBuffer()));
    }

    /** More buffers than are remembered: each keeps its own verdict. */
    @Test
    @NeedsJdk(22)
    void manyBuffersKeepTheirVerdicts() throws Exception {
        ByteBuffer shared = Arenas.make("ofShared").buffer(4096);
        ByteBuffer direct = ByteBuffer.allocateDirect(4096);
        ByteBuffer[] buffers = new ByteBuffer[2000];
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < buffers.length; i++) {
                if (round == 0) {
                    buffers[i] = (i % 2 == 0 ? shared : direct).slice(i, 1);
                }
                assertEquals(i % 2 != 0, isStable(buffers[i]), "buffer " + i);
            }
        }
    }

    @Test
    void aVerdictThatIsRememberedAllocatesNothing() {
        ByteBuffer first = ByteBuffer.allocateDirect(8);
        ByteBuffer second = ByteBuffer.allocateDirect(8);
        while ((System.identityHashCode(first) - System.identityHashCode(second)) % 256 == 0) {
            second = ByteBuffer.allocateDirect(8);
        }
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20 && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                if (!isStable(first) || !isStable(second)) {
                    throw new AssertionError();
                }
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least);
    }

    @Test
    @NeedsJdk(22)
    void aClosedArenaOrAnotherThreadsIsRefused() throws Exception {
        Arenas.Arena confined = Arenas.make("ofConfined");
        ByteBuffer buffer = confined.buffer(16);
        FutureTask<RuntimeException> elsewhere = new FutureTask<>(
                () -> assertThrows(RuntimeException.class, () -> BufferMemory.isStable(buffer, 0, 16)));
        Thread thread = new Thread(elsewhere);
        thread.start();
        assertEquals("WrongThreadException", elsewhere.get().getClass().getSimpleName());
        BufferMemory.isStable(buffer, 0, 16);
        confined.close();
        assertThrows(IllegalStateException.class, () -> BufferMemory.isStable(buffer, 0, 16));
        assertThrows(IllegalStateException.class, () -> BufferMemory.isStable(buffer, 15, 1));
    }

    @Test
    @NeedsJdk(22)
    void aLimitThatMovedIsRefused() throws Exception {
        ByteBuffer buffer = Arenas.make("ofConfined").buffer(16).limit(4);
        assertThrows(IllegalArgumentException.class, () -> BufferMemory.isStable(buffer, 4, 1));
        BufferMemory.isStable(buffer, 4, 0);
    }

    private static boolean isStable(ByteBuffer buffer) {
        return BufferMemory.isStable(buffer, 0, buffer.limit());
    }
}
