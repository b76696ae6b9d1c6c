package posixkit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.testing.Leaks.Belongings;

/** A watchman who sees nothing is worse than none. What each test leaves open, it closes before it is looked at itself. */
class LeaksTest {
    private final Belongings before = new Belongings();

    LeaksTest() throws IOException {}

    @Test
    void whoLeavesNothingIsTold() throws IOException {
        assertEquals(List.of(), new Belongings().beyond(before));
    }

    /** Except on Linux without {@code /proc}, where the JDK sees no process. */
    @Test
    void aRunningChildIsSeen() throws Exception {
        Process child = new ProcessBuilder("cat").start();
        boolean isSeen = Gate.hasProc() || ProcessHandle.of(child.pid()).isPresent();
        assertEquals(isSeen ? List.of("child " + child.pid()) : List.of(), new Belongings().beyond(before));
        child.getOutputStream().close();
        child.waitFor();
        assertEquals(List.of(), new Belongings().beyond(before));
    }

    @Test
    void aThreadIsSeen() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        latch.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                },
                "left");
        thread.start();
        assertEquals(List.of("thread left"), new Belongings().beyond(before));
        latch.countDown();
        thread.join();
        assertEquals(List.of(), new Belongings().beyond(before));
    }

    @Test
    @NeedsProc
    void aMappingOfAFileIsSeen(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[5000]);
        ByteBuffer mapped;
        try (FileChannel channel = FileChannel.open(file)) {
            mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, 5000);
        }
        List<String> left = new Belongings().beyond(before);
        assertEquals(1, left.size(), left.toString());
        assertTrue(left.get(0).endsWith(" bytes mapped of s " + file), left.toString());
        assertEquals(0, mapped.get(4999));
    }
}
