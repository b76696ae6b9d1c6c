package posixkit.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LazyTest {
    private static <T> Lazy<T> lazy(Supplier<T> maker) {
        return new Lazy<>() {
            @Override
            protected T make() {
                return maker.get();
            }
        };
    }

    @Test
    void aValueIsMadeOnceAndOnAnotherThread() throws InterruptedException {
        List<Thread> makers = new ArrayList<>();
        Lazy<Object> lazy = lazy(() -> {
            makers.add(Thread.currentThread());
            return new Object();
        });
        assertEquals(List.of(), makers);
        Set<Object> seen = ConcurrentHashMap.newKeySet();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(new Thread(() -> seen.add(lazy.get())));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(1, seen.size());
        assertSame(seen.iterator().next(), lazy.get());
        assertEquals(1, makers.size());
        assertNotSame(Thread.currentThread(), makers.get(0));
    }

    @Test
    void whatTheMakerThrowsIsThrownAndTheNextUseTriesAgain() {
        AtomicInteger attempts = new AtomicInteger();
        RuntimeException exception = new UnsupportedOperationException();
        Error error = new StackOverflowError();
        Lazy<String> lazy = lazy(() -> {
            switch (attempts.incrementAndGet()) {
                case 1 -> throw exception;
                case 2 -> throw error;
                default -> {
                    return "value";
                }
            }
        });
        assertSame(exception, assertThrows(UnsupportedOperationException.class, lazy::get));
        assertSame(error, assertThrows(StackOverflowError.class, lazy::get));
        assertEquals("value", lazy.get());
        assertEquals("value", lazy.get());
        assertEquals(3, attempts.get());
    }

    @Test
    void anInterruptIsKeptForLater() {
        Lazy<String> lazy = lazy(() -> "value");
        Thread.currentThread().interrupt();
        assertEquals("value", lazy.get());
        assertTrue(Thread.interrupted());
    }

    @Test
    void oneValueMayNeedAnother() {
        List<Thread> makers = new ArrayList<>();
        Lazy<String> inner = lazy(() -> {
            makers.add(Thread.currentThread());
            return "inner";
        });
        Lazy<String> outer = lazy(() -> {
            makers.add(Thread.currentThread());
            return inner.get() + " and outer";
        });
        assertEquals("inner and outer", outer.get());
        assertSame(makers.get(0), makers.get(1), "one thread is enough for both");
    }
}
