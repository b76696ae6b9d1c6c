package posixkit.unix;

import java.lang.invoke.VarHandle;

/**
 * Lets many threads access mapped pages that another thread may unmap or protect. An access takes no lock.
 *
 * <p>Each thread that accesses mappings has a {@link Slot}. An access takes these steps:
 * <ol>
 *   <li>The thread writes the address of the mapping into its slot.
 *   <li>It reads which accesses the pages allow. If this access is not allowed, it throws an exception.
 *   <li>It reads or writes the bytes.
 *   <li>It clears its slot.
 * </ol>
 *
 * <p>A thread that unmaps or protects pages takes these steps:
 * <ol>
 *   <li>It writes that the pages allow no access.
 *   <li>It waits until no slot contains the address of the mapping.
 *   <li>It makes the system call.
 * </ol>
 *
 * <p>Each side first writes and then reads what the other side writes. So the accessing thread sees that the access is not
 * allowed, or the unmapping thread sees the address in the slot, or both. But this is true only if no processor delays the write of
 * step 1 until after the read of step 2, as processors do. A memory barrier between the two steps prevents this. The unmapping
 * thread always makes one, because unmapping is rare. In an accessing thread, a barrier would take more than half as long as the
 * rest of the access. Linux has a system call, {@code membarrier}, that makes all other threads of the process execute a barrier.
 * With this call, the accessing threads need none: each accessing thread executes the barrier either before its step 1, and then
 * reads in step 2 that the access is not allowed, or after its step 1, and then the unmapping thread sees the address in the slot.
 * Without this call, all accessing threads make barriers.
 *
 * <p>The compiler must not change the order of the steps either. The write in step 1 and the write in step 4 are opaque and release
 * writes of a {@link VarHandle}, and the read in step 2 is a volatile read. The compilers of HotSpot move no memory access across any
 * of these. The release write also keeps the processor from clearing the slot before the access is complete.
 *
 * <p>An access that fails with an exception also clears the slot, even if the stack overflows. A thread that ends in the middle of
 * an access does not exist. So nothing keeps the unmapping thread waiting for ever. A counter of the accessing threads, in place of
 * the slots, would not be safe. The handler of a stack overflow would have to call the method that decrements the counter, and this
 * call could overflow the stack again.
 *
 * <p>Other ways were measured. A monitor makes an access four to five times as slow. A {@link ThreadLocal} slot makes it two
 * nanoseconds slower. A shared {@code Arena} of JDK 22 makes an access fast, about one nanosecond. But to close it takes about 17
 * microseconds, twice as long as to map, touch and unmap a page, and JDK 17 has none.
 */
final class Grace {
    private final Barrier barrier;

    /** Says which threads make memory barriers. */
    private volatile Mode mode = Mode.ALL_THREADS;

    private enum Mode {
        /** Each access makes a barrier. */
        ALL_THREADS,
        /** Only a thread that unmaps or protects pages makes barriers, for all threads, with {@link #barrier}. */
        UNMAPPING_THREADS,
        /** {@link #barrier} has failed. Each access makes a barrier, but some accesses may have begun without one. */
        CHANGING
    }

    /** @param barrier makes barriers for all threads; null if the operating system has no such call */
    Grace(Barrier barrier) {
        this.barrier = barrier;
        if (barrier != null) {
            // The preparation takes about 15 milliseconds, most of which the kernel only waits. Until it has
            // ended, each access makes a barrier.
            Thread thread = new Thread(null, this::prepare, "posixkit-barrier", 0, false);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void prepare() {
        if (barrier.prepare()) {
            // From now on, accesses make no barrier. An unmapping thread that has read the earlier mode makes no
            // barrier for them. This is safe, because it read the mode after it had written that the pages allow
            // no access. An access that reads the new mode after that also reads that the access is not allowed.
            mode = Mode.UNMAPPING_THREADS;
        }
    }

    /** Makes a barrier between step 1 and step 2 of an access, if accesses must make one. */
    void enter() {
        if (mode != Mode.UNMAPPING_THREADS) {
            VarHandle.fullFence();
        }
    }

    /**
     * Waits until all accesses to the mapping at {@code address} have ended that began before the pages allowed no access. Accesses
     * to other mappings do not matter.
     */
    void await(long address) {
        VarHandle.fullFence();
        Mode present = mode;
        if (present == Mode.CHANGING || present == Mode.UNMAPPING_THREADS && !barrier.run()) {
            change();
        }
        for (Slot slot : Slots.all()) {
            if (slot.isAt(address)) {
                awaitEnd(slot, address);
            }
        }
    }

    /**
     * Changes to a mode in which each access makes a barrier. This happens if the program has forbidden itself the system call of
     * {@link #barrier}, for example with seccomp. Accesses that have begun without a barrier get one: {@code getAllStackTraces}
     * stops all threads that run Java code, and each of them executes a barrier when it stops.
     */
    private synchronized void change() {
        if (mode != Mode.ALL_THREADS) {
            mode = Mode.CHANGING;
            Thread.getAllStackTraces();
            mode = Mode.ALL_THREADS;
        }
    }

    private static void awaitEnd(Slot slot, long address) {
        Pause pause = new Pause();
        while (slot.isAt(address)) {
            pause.once();
        }
        pause.end();
    }
}
