package posixkit.unix;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Shows which mapping one thread is accessing at this moment. A slot is used by one thread at a time: by the thread that owns the
 * slot, or by a thread that has claimed the slot for one access. {@link Slots} keeps the slots. {@link Grace} says how slots keep
 * mapped pages from being unmapped during an access.
 */
final class Slot {
    /** The value of {@link #mark} while no thread accesses a mapping with the slot. No mapping starts at address 0. */
    static final long FREE = 0;

    /** The value of {@link #mark} while a thread has claimed the slot, but accesses no mapping. No mapping starts at address 1. */
    private static final long RESTING = 1;

    private static final VarHandle MARK;

    static {
        try {
            MARK = MethodHandles.lookup().findVarHandle(Slot.class, "mark", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The thread that owns this slot; null if no thread owns it. */
    final Thread owner;

    // A thread writes its mark twice in each access. The unused fields before and after the mark keep the marks of
    // different threads out of one cache line. Otherwise, each write would slow the other threads down.
    long before1, before2, before3, before4, before5, before6, before7, before8;

    /**
     * The address of the mapping that the thread accesses, or {@link #FREE} or {@link #RESTING}. This field is not volatile,
     * because a volatile write takes as long as several accesses. The methods of this class write it through {@link #MARK}.
     *
     * <p>Only the handler of an exception writes the field itself. The exception may be a {@link StackOverflowError}. The handler
     * must not call a method, because the call could overflow the stack again. The mark would then stay for ever.
     */
    long mark;

    long after1, after2, after3, after4, after5, after6, after7, after8;

    Slot(Thread owner) {
        this.owner = owner;
    }

    /** Returns a slot that no thread owns and that the calling thread has claimed. */
    static Slot claimed() {
        Slot slot = new Slot(null);
        slot.mark = RESTING;
        return slot;
    }

    /** Claims this slot for one access of the calling thread. Returns false if the slot is in use. */
    boolean claim() {
        return mark == FREE && MARK.compareAndSet(this, FREE, RESTING);
    }

    /**
     * Marks that the thread accesses the mapping at {@code address}. The compiler moves no later memory access before this write.
     * The processor may do so: see {@link Grace}.
     */
    void enter(long address) {
        MARK.setOpaque(this, address);
    }

    /** Marks that the thread accesses no mapping for now. The thread keeps the slot. */
    void rest() {
        MARK.setRelease(this, RESTING);
    }

    /**
     * Marks that the access has ended. Neither the compiler nor the processor moves an earlier memory access behind this write. A
     * claimed slot is then free for other threads.
     */
    void leave() {
        MARK.setRelease(this, FREE);
    }

    /** Returns true if the thread that uses this slot accesses the mapping at {@code address}. */
    boolean isAt(long address) {
        return (long) MARK.getVolatile(this) == address;
    }
}
