package posixkit.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Mmap.MAP_ANON;
import static posixkit.constants.Mmap.MAP_PRIVATE;
import static posixkit.constants.Mmap.PROT_NONE;
import static posixkit.constants.Mmap.PROT_READ;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.ffi.Native;
import posixkit.unix.call.JnrUnixCalls;
import posixkit.unix.call.UnixCalls;

/** How threads that unmap or protect pages wait for accesses, and which slots accesses use. */
class GraceTest {
    private static final int PATIENCE_SECONDS = 60;
    private static final long MOMENT_MILLIS = 200;

    private final UnixCalls calls = new JnrUnixCalls(Native.process());
    private final long page = calls.host().getpagesize();

    private Pages map(Grace grace) {
        long address = calls.memory().mmap(0, page, PROT_READ, MAP_PRIVATE | MAP_ANON, -1, 0);
        return new Pages(calls, grace, address, page, Rights.of(PROT_READ, page), false);
    }

    /** Is in an access to pages from its construction until {@link #leave}. */
    private static final class Access {
        private final CountDownLatch end = new CountDownLatch(1);
        private final Thread thread;
        private volatile Slot slot;

        Access(Pages pages) throws InterruptedException {
            CountDownLatch begun = new CountDownLatch(1);
            thread = new Thread(() -> {
                slot = Slots.mine();
                pages.enter(slot, PROT_READ, 0, 1);
                begun.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                } finally {
                    slot.leave();
                }
            });
            thread.start();
            assertTrue(begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }

        void leave() throws InterruptedException {
            end.countDown();
            thread.join();
        }
    }

    /** Interrupted when it begins. Ends with the interrupt flag. */
    private static final class Unmapping {
        private final FutureTask<Integer> task;
        private final Thread thread;

        Unmapping(Pages pages) {
            task = new FutureTask<>(() -> {
                Thread.currentThread().interrupt();
                int result = pages.unmap();
                assertTrue(Thread.interrupted(), "the interrupt is not lost");
                return result;
            });
            thread = new Thread(task);
            thread.start();
        }

        boolean isWaiting() throws InterruptedException {
            thread.join(MOMENT_MILLIS);
            return thread.isAlive();
        }

        int result() throws Exception {
            return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void unmappingWaitsForAnAccessButNotForOneToOtherPages() throws Exception {
        Grace grace = new Grace(null);
        Pages pages = map(grace);
        Pages others = map(grace);
        Access access = new Access(pages);
        Unmapping unmapping = new Unmapping(pages);
        assertTrue(unmapping.isWaiting());
        assertTrue(pages.areUnmapped(), "and no new access begins");
        assertEquals(1, new Unmapping(others).result());
        access.leave();
        assertEquals(1, unmapping.result());
    }

    /** The creator of pages need not wait for itself, but for others. */
    @Test
    void theCreatorWaitsForOthersToo() throws Exception {
        Grace grace = new Grace(null);
        FutureTask<Integer> creator = new FutureTask<>(() -> {
            Pages pages = map(grace);
            Access access = new Access(pages);
            Thread end = new Thread(() -> {
                try {
                    Thread.sleep(MOMENT_MILLIS);
                    assertTrue(access.slot.isAt(pages.address()), "unmap() waits");
                    access.leave();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            end.start();
            int result = pages.unmap();
            assertFalse(access.slot.isAt(pages.address()));
            end.join();
            return result;
        });
        new Thread(creator).start();
        assertEquals(1, creator.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void protectingWaitsAndLetsNoNewAccessBegin() throws Exception {
        Pages pages = map(new Grace(null));
        Access first = new Access(pages);
        FutureTask<Integer> protecting = new FutureTask<>(() -> pages.protect(0, page, PROT_NONE));
        Thread thread = new Thread(protecting);
        thread.start();
        thread.join(MOMENT_MILLIS);
        assertTrue(thread.isAlive());
        FutureTask<Slot> second = new FutureTask<>(() -> {
            Slot slot = Slots.mine();
            assertThrows(IllegalStateException.class, () -> pages.enter(slot, PROT_READ, 0, 1));
            slot.leave();
            return slot;
        });
        Thread reader = new Thread(second);
        reader.start();
        reader.join(MOMENT_MILLIS);
        assertTrue(reader.isAlive());
        first.leave();
        assertEquals(0, protecting.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals(Slot.FREE, second.get(PATIENCE_SECONDS, TimeUnit.SECONDS).mark);
        assertEquals(1, pages.unmap());
    }

    /** Each access that fails clears its slot. Otherwise, unmapping would wait for ever. */
    @Test
    void anAccessThatFailsLeavesItsSlotFree() {
        Pages pages = map(new Grace(null));
        UnixRegion region = new UnixRegion(pages, 0, page);
        assertThrows(IllegalStateException.class, () -> region.putLong(0, 1));
        assertThrows(IllegalStateException.class, () -> region.getAndAddInt(0, 1));
        assertThrows(IllegalStateException.class, () -> region.put(0, new byte[1], 0, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> region.getLong(page));
        assertEquals(0, region.getLong(0));
        for (Slot slot : Slots.all()) {
            assertFalse(slot.isAt(pages.address()));
        }
        assertEquals(1, pages.unmap());
        assertThrows(IllegalStateException.class, () -> region.getLong(0));
        assertEquals(Slot.FREE, Slots.mine().mark);
    }

    /** Counts how often it makes a barrier, and fails if there have been enough. */
    private static final class Counted implements Barrier {
        final AtomicInteger runs = new AtomicInteger();
        final CountDownLatch prepared = new CountDownLatch(1);
        final int most;

        Counted(int most) {
            this.most = most;
        }

        @Override
        public boolean prepare() {
            prepared.countDown();
            return most >= 0;
        }

        @Override
        public boolean run() {
            return runs.incrementAndGet() <= most;
        }
    }

    /** With −1, the barrier cannot be prepared. With 0 or 1, it fails after it has been prepared. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 1_000})
    void aBarrierThatFailsIsNotUsedAgainAndUnmappingStillWaits(int most) throws Exception {
        Counted barrier = new Counted(most);
        Grace grace = new Grace(barrier);
        assertTrue(barrier.prepared.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        long start = System.nanoTime();
        while (most >= 0 && barrier.runs.get() == 0) {
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
            grace.await(page);
        }
        for (int i = 0; i < 3; i++) {
            Pages pages = map(grace);
            Access access = new Access(pages);
            Unmapping unmapping = new Unmapping(pages);
            assertTrue(unmapping.isWaiting());
            access.leave();
            assertEquals(1, unmapping.result());
        }
        assertEquals(Math.min(most + 1, 4), barrier.runs.get());
    }

    /** The creator of pages that no other thread has used makes no barrier. */
    @Test
    void whoAloneUsesPagesNeedsNoBarrier() throws Exception {
        Counted barrier = new Counted(1_000);
        Grace grace = new Grace(barrier);
        assertTrue(barrier.prepared.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        while (barrier.runs.get() == 0) {
            grace.await(page);
        }
        FutureTask<Integer> alone;
        do {
            alone = new FutureTask<>(() -> {
                if (Slots.owned() == null) {
                    return null;
                }
                Pages pages = map(grace);
                assertEquals(0, new UnixRegion(pages, 0, page).getLong(0));
                assertEquals(0, pages.protect(0, page, PROT_NONE));
                return pages.unmap();
            });
            new Thread(alone).start();
            // Null: another thread has the same index in the table of the slots. The next thread has another index.
        } while (alone.get(PATIENCE_SECONDS, TimeUnit.SECONDS) == null);
        assertEquals(1, alone.get());
        assertEquals(1, barrier.runs.get());
    }

    private static final class SameId extends Thread {
        SameId(Runnable work) {
            super(work);
        }

        @Override
        public long getId() {
            return 5;
        }
    }

    /** Only one of these threads can own a slot. The others claim slots, and never the same slot at the same time. */
    @Test
    void threadsWithOneIdUseDifferentSlots() throws Exception {
        int threads = 4;
        CountDownLatch all = new CountDownLatch(threads);
        Slot[] slots = new Slot[threads];
        Thread[] started = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            int number = t;
            started[t] = new SameId(() -> {
                slots[number] = Slots.mine();
                all.countDown();
                try {
                    all.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                slots[number].leave();
            });
            started[t].start();
        }
        for (Thread thread : started) {
            thread.join();
        }
        int owned = 0;
        for (int i = 0; i < threads; i++) {
            owned += slots[i].owner == null ? 0 : 1;
            for (int k = 0; k < i; k++) {
                assertNotSame(slots[k], slots[i]);
            }
        }
        assertTrue(owned <= 1, "owned: " + owned);
    }

    @Test
    void slotsOfThreadsThatHaveEndedAreDropped() throws Exception {
        FutureTask<Slot> task = new FutureTask<>(Slots::mine);
        Thread thread = new Thread(task);
        thread.start();
        thread.join();
        assertSame(thread, task.get().owner);
        for (int i = 0; i < 3_000; i++) {
            Thread next = new Thread(() -> Slots.mine().leave());
            next.start();
            next.join();
        }
        assertTrue(Slots.all().length < 1_000, "slots: " + Slots.all().length);
        for (Slot slot : Slots.all()) {
            assertNotSame(thread, slot.owner);
        }
        assertNull(Slot.claimed().owner);
    }
}
