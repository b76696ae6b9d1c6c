package posixkit.examples.network;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a server does. Thread-safe: all event loops share one object. */
final class Traffic {
    private final long start = System.nanoTime();
    private final AtomicInteger connections = new AtomicInteger();
    private final LongAdder requests = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    private long measuredAt = start;
    private long measuredRequests;
    private double rate;

    /** What {@code /_status.json} contains. */
    record Status(long uptimeSeconds, int connections, long requests, double requestsPerSecond, long bytes) {}

    int connections() {
        return connections.get();
    }

    void opened() {
        connections.incrementAndGet();
    }

    void closed() {
        connections.decrementAndGet();
    }

    void answered() {
        requests.increment();
    }

    void sent(long count) {
        bytes.add(count);
    }

    /** Measures the requests per second. The loops call this method often; it measures once a second. */
    synchronized void tick() {
        long now = System.nanoTime();
        if (now - measuredAt >= TimeUnit.SECONDS.toNanos(1)) {
            long count = requests.sum();
            rate = (count - measuredRequests) * 1e9 / (now - measuredAt);
            measuredAt = now;
            measuredRequests = count;
        }
    }

    synchronized Status status() {
        return new Status(
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
                connections.get(),
                requests.sum(),
                Math.round(rate * 10) / 10.0,
                bytes.sum());
    }
}
