package posixkit.linux;

import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.PROT_NONE;
import static posixkit.constants.Mmap.PROT_READ;
import static posixkit.constants.Mmap.PROT_WRITE;

import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.ffi.Native;
import posixkit.memory.Mapping;
import posixkit.memory.Memory;
import posixkit.unix.Barrier;

/**
 * The main class of a {@link posixkit.testing.ChildJvm} in which threads read mappings while others unmap and protect them. A mistake in
 * posixkit would end this JVM, or a thread would read bytes of another mapping. The line says how barriers are made.
 */
final class RaceProgram {
    private static final int READ_WRITE = PROT_READ | PROT_WRITE;
    private static final int LENGTH = 4096;
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    /** On a busy machine it may take longer until a race has happened. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long ENOUGH_READS = 10_000;

    private final Memory memory;
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private final long start = System.nanoTime();
    private volatile Tagged current;
    private volatile Throwable failure;

    private RaceProgram(Memory memory) {
        this.memory = memory;
    }

    /** A mapping, each long of which has the value {@code tag}. */
    private record Tagged(Mapping mapping, long tag) {}

    /** All threads of this class have the same id, so that only one of them can own a slot. */
    private static final class SameId extends Thread {
        SameId(Runnable work) {
            super(work);
        }

        @Override
        public long getId() {
            return 7;
        }
    }

    /** Works until it has made some barriers, and then fails, as membarrier does when a program forbids it to itself. */
    private static final class Failing implements Barrier {
        private final Barrier real = new Membarrier(OldKernel.KERNEL);
        private final AtomicLong runs = new AtomicLong();

        @Override
        public boolean prepare() {
            return real.prepare();
        }

        @Override
        public boolean run() {
            return runs.incrementAndGet() <= 50 && real.run();
        }
    }

    public static void main(String[] arguments) throws Exception {
        try (Scanner in = new Scanner(System.in)) {
            while (in.hasNext()) {
                System.out.println(new RaceProgram(memory(in.next())).result());
            }
        }
    }

    private static Memory memory(String barrier) {
        return switch (barrier) {
            case "default" -> Posix.get().memory();
            case "none" -> new LinuxMemory(LinuxBodies.over(Native.process()), null);
            case "failing" -> new LinuxMemory(LinuxBodies.over(Native.process()), new Failing());
            default -> throw new IllegalArgumentException(barrier);
        };
    }

    private String result() throws Exception {
        current = make(1);
        List<Thread> threads = new ArrayList<>();
        threads.add(new Thread(() -> run(this::read)));
        threads.add(new Thread(() -> run(this::read)));
        threads.add(new SameId(() -> run(this::read)));
        threads.add(new SameId(() -> run(this::read)));
        threads.add(new Thread(() -> run(this::protect)));
        threads.add(new Thread(() -> run(this::replace)));
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        current.mapping.close();
        if (failure != null) {
            return failure.toString();
        }
        return "read " + (reads.get() > ENOUGH_READS) + ", refused " + (refusals.get() > 0) + ", wrong " + wrong
                + ", left " + memory.mappings().size();
    }

    private interface Work {
        void once(long round) throws ErrnoException;
    }

    private boolean goesOn() {
        boolean hasSeenAll = reads.get() > ENOUGH_READS && refusals.get() > 0;
        return failure == null && System.nanoTime() - start < (hasSeenAll ? NANOS : MOST_NANOS);
    }

    private void run(Work work) {
        try {
            for (long round = 1; goesOn(); round++) {
                work.once(round);
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    private Tagged make(long tag) throws ErrnoException {
        Mapping mapping = memory.mmap(-1, 0, LENGTH, READ_WRITE, MAP_PRIVATE | MAP_ANON);
        for (int i = 0; i < LENGTH; i += Long.BYTES) {
            mapping.putLong(i, tag);
        }
        return new Tagged(mapping, tag);
    }

    private void read(long round) {
        byte[] bytes = new byte[Long.BYTES];
        Tagged tagged = current;
        for (int i = 0; i < 1_000; i++) {
            int place = i * Long.BYTES % LENGTH;
            try {
                long value =
                        switch (i % 8) {
                            case 0 -> tagged.mapping.getLongAcquire(place);
                            case 1 -> tagged.mapping.getAndAddLong(place, 0);
                            case 2 -> tagged.mapping.compareAndSetLong(place, tagged.tag, tagged.tag) ? tagged.tag : 0;
                            case 3 -> {
                                tagged.mapping.get(place, bytes, 0, Byte.BYTES);
                                yield bytes[0] == (byte) tagged.tag ? tagged.tag : 0;
                            }
                            case 4 -> {
                                tagged.mapping.putLong(place, tagged.tag);
                                yield tagged.tag;
                            }
                            default -> tagged.mapping.getLong(place);
                        };
                if (value != tagged.tag) {
                    wrong.incrementAndGet();
                }
                reads.incrementAndGet();
            } catch (IllegalStateException unmapped) {
                refusals.incrementAndGet();
                tagged = current;
            }
        }
    }

    /** Unmaps a mapping that others read, and maps other pages at once, which usually are at the same address. */
    private void replace(long round) throws ErrnoException {
        Tagged old = current;
        current = make(2 * round + 1);
        old.mapping.close();
        make(2 * round).mapping.close();
    }

    private void protect(long round) throws ErrnoException {
        Mapping mapping = current.mapping;
        try {
            memory.mprotect(mapping, round % 2 == 0 ? PROT_NONE : PROT_READ);
            memory.mprotect(mapping, READ_WRITE);
        } catch (IllegalStateException unmapped) {
            refusals.incrementAndGet();
        }
        Thread.yield();
    }
}
