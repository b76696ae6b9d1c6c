package posixkit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** Tests the check for open descriptors that does without {@code /proc}. */
class DescriptorsTest {
    DescriptorsTest() throws IOException {
        new ServerSocket(0).close();
    }

    @Test
    void devFdTellsOfPipesAndSockets() throws IOException {
        SortedMap<Integer, String> before = Descriptors.pipesSocketsAndDirectories();
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            assertTrue(source.isOpen() && sink.isOpen());
            assertEquals(List.of("10000", "10000"), beyond(before));
        }
        try (ServerSocket socket = new ServerSocket(0)) {
            assertTrue(socket.isBound());
            assertEquals(List.of("140000"), beyond(before));
        }
        assertEquals(before, Descriptors.pipesSocketsAndDirectories());
    }

    @Test
    void devFdIsNotAskedForDevices() throws IOException {
        SortedMap<Integer, String> before = Descriptors.pipesSocketsAndDirectories();
        try (FileInputStream device = new FileInputStream("/dev/null")) {
            assertEquals(-1, device.read());
            assertEquals(List.of(), beyond(before));
        }
    }

    private static List<String> beyond(SortedMap<Integer, String> before) throws IOException {
        SortedMap<Integer, String> open = Descriptors.pipesSocketsAndDirectories();
        open.keySet().removeAll(before.keySet());
        return new ArrayList<>(open.values());
    }
}
