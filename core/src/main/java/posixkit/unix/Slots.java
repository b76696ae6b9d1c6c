package posixkit.unix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps the {@link Slot} objects of this process, and finds the slot of the calling thread.
 *
 * <p>Most platform threads that access mappings own a slot. They find it in a table, at an index that follows from the id of the
 * thread. This takes about a nanosecond, which is less than a {@link ThreadLocal} takes. Two threads may have the same index. The
 * thread that comes first then owns the slot. The other thread claims a slot without an owner for each access, and so does each
 * virtual thread, because there may be millions of them. To claim a slot takes one atomic operation.
 *
 * <p>A slot refers to the thread that owns it. After a thread has ended, its slot is dropped when the next thread gets a slot.
 */
final class Slots {
    /** The length of {@link #TABLE}, a power of 2. */
    private static final int LENGTH = 1024;

    /**
     * The slots with an owner. A thread reads the table without a lock: it takes a slot only if it owns the slot, and the thread
     * itself has then put the slot into the table.
     */
    private static final Slot[] TABLE = new Slot[LENGTH];

    /** All slots that a thread may be using: those with an owner, and those without. */
    private static final AtomicReference<Slot[]> ALL = new AtomicReference<>(new Slot[0]);

    /** The slots without an owner. */
    private static final AtomicReference<Slot[]> SHARED = new AtomicReference<>(new Slot[0]);

    private Slots() {}

    /** Returns a slot that only the calling thread uses until the access has ended. */
    static Slot mine() {
        Thread current = Thread.currentThread();
        Slot slot = TABLE[index(current)];
        return slot != null && slot.owner == current ? slot : other(current, index(current));
    }

    /** Returns the slot that the calling thread owns; null if it cannot own one. */
    static Slot owned() {
        Thread current = Thread.currentThread();
        int index = index(current);
        Slot slot = TABLE[index];
        if (slot != null && slot.owner == current) {
            return slot;
        }
        return mayOwn(slot) ? add(current, index) : null;
    }

    /** Returns all slots that a thread may be using. The caller must not change the array. */
    static Slot[] all() {
        return ALL.get();
    }

    private static int index(Thread thread) {
        // A subclass of Thread may override getId and return any number, even the id of another thread. This is why
        // mine() also compares the threads.
        return (int) thread.getId() & LENGTH - 1;
    }

    private static Slot other(Thread current, int index) {
        if (mayOwn(TABLE[index])) {
            Slot slot = add(current, index);
            if (slot != null) {
                return slot;
            }
        }
        Slot[] shared = SHARED.get();
        for (int i = 0; i < shared.length; i++) {
            Slot slot = shared[(index + i) % shared.length];
            if (slot.claim()) {
                return slot;
            }
        }
        return addShared();
    }

    /** Returns true if the calling thread may own a slot in place of {@code present}, which is in the table now. */
    private static boolean mayOwn(Slot present) {
        return !Scratch.onVirtualThread() && (present == null || !present.owner.isAlive());
    }

    /**
     * Returns a new slot that the calling thread owns; null if another thread with the same index was faster. Drops the slots of
     * threads that have ended.
     */
    private static synchronized Slot add(Thread current, int index) {
        for (int i = 0; i < LENGTH; i++) {
            if (TABLE[i] != null && !TABLE[i].owner.isAlive()) {
                TABLE[i] = null;
            }
        }
        if (TABLE[index] != null) {
            return null;
        }
        Slot slot = new Slot(current);
        publish(slot);
        TABLE[index] = slot;
        return slot;
    }

    /**
     * Returns a new slot without an owner, which the calling thread has claimed. There are never many of these slots: a slot is
     * added only if threads are using all others at this moment.
     */
    private static synchronized Slot addShared() {
        Slot slot = Slot.claimed();
        publish(slot);
        Slot[] before = SHARED.get();
        Slot[] after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = slot;
        SHARED.set(after);
        return slot;
    }

    /**
     * Makes {@code added} visible to the callers of {@link #all}. This must happen before a thread can find {@code added} in
     * {@link #TABLE} or {@link #SHARED}, even if the stack overflows after this method.
     */
    private static void publish(Slot added) {
        List<Slot> all = new ArrayList<>(List.of(SHARED.get()));
        for (Slot slot : TABLE) {
            if (slot != null) {
                all.add(slot);
            }
        }
        all.add(added);
        ALL.set(all.toArray(new Slot[0]));
    }
}
