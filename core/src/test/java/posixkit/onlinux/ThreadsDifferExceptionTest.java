package posixkit.onlinux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import posixkit.onlinux.ThreadsDifferException.ThreadResult;

class ThreadsDifferExceptionTest {
    @Test
    void theMessageNamesTheThreads() {
        List<ThreadResult> others = List.of(new ThreadResult(12, "main", 5L), new ThreadResult(13, "GC", null));
        ThreadsDifferException thrown = new ThreadsDifferException(0, others);
        assertEquals(
                "the calling thread got 0, but thread 12 (main) got 5, thread 13 (GC) did not make the call in time",
                thrown.getMessage());
        assertEquals(0, thrown.result());
        assertEquals(others, thrown.others());
        assertThrows(UnsupportedOperationException.class, () -> thrown.others().clear());
    }

    @Test
    void theMessageListsEightThreadsAndCountsTheRest() {
        List<ThreadResult> others = IntStream.range(0, 11)
                .mapToObj(i -> new ThreadResult(i, "t", 1L))
                .toList();
        String message = new ThreadsDifferException(0, others).getMessage();
        assertEquals("thread 7 (t) got 1, and 3 more differ", message.substring(message.indexOf("thread 7")));
        message = new ThreadsDifferException(0, others.subList(0, 8)).getMessage();
        assertEquals("thread 7 (t) got 1", message.substring(message.indexOf("thread 7")));
    }

    @Test
    void theThreadsSurviveSerialization() throws Exception {
        List<ThreadResult> others = List.of(new ThreadResult(12, "main", 5L), new ThreadResult(13, "GC", null));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ThreadsDifferException(3, others));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            ThreadsDifferException read = (ThreadsDifferException) in.readObject();
            assertEquals(others, read.others());
            assertEquals(3, read.result());
        }
    }
}
