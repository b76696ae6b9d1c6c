package posixkit.unix;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import posixkit.Struct;
import posixkit.ffi.Native;

/**
 * Temporary native memory that is valid during one call. <b>Internal.</b> An object of this class is called a scratch.
 *
 * <pre>{@code
 * try (Scratch s = Scratch.open()) {
 *     return calls.mkdir(s.string("path", path), mode);
 * }
 * }</pre>
 *
 * <p>{@link #string} writes a path to this memory. {@link #alloc} returns an address that is valid until {@link #close}. The
 * bytes at this address are undefined.
 *
 * <p>A scratch starts with one small block. For memory that does not fit into this block, the scratch takes larger blocks, called
 * chunks. The chunks come from pools. A chunk of more than {@link #KEEP} bytes does not come from a pool: it is created for this
 * scratch, and {@link #close} drops it.
 *
 * <p>Up to {@link #OWNERS} platform threads own one scratch each. Such a thread opens its scratch at very little cost. All other
 * platform threads borrow a scratch from a pool. Virtual threads always borrow, because there may be millions of them. A thread
 * that opens a second scratch while its own scratch is open also borrows.
 *
 * <p>The memory that is kept for later calls is limited: about 4 MiB for the scratches that threads own, and about 8 MiB for the
 * pools.
 */
public final class Scratch implements AutoCloseable {
    /** The size of the first block in bytes: enough for two paths of usual length, a few structures and a small buffer. */
    static final int BLOCK = 8 * 1024;

    /**
     * The size in bytes of the first block of a scratch that is borrowed: enough for one path of usual length and a few structures.
     * A virtual thread keeps its scratch while it waits, and there may be very many.
     */
    static final int BORROWED_BLOCK = 1024;

    /** The size in bytes of the largest chunks that go back into a pool for later calls. */
    static final int KEEP = 1024 * 1024;

    /** The largest number of threads that own a scratch at the same time. */
    static final int OWNERS = 512;

    /** The length of the longest name that takes the fast way into native memory. */
    private static final int ASCII = 1024;

    private static final int BORROWED = 64;
    private static final int ALIGNMENT = 16;

    private static final Pool<Scratch> SCRATCHES = new Pool<>(BORROWED);
    private static final ChunkPool SMALL = new ChunkPool(64 * 1024, 16);
    private static final ChunkPool MEDIUM = new ChunkPool(256 * 1024, 8);
    private static final ChunkPool LARGE = new ChunkPool(KEEP, 4);

    /**
     * A placeholder that is never used as memory. It is the value of {@link #MINE} in a thread that owns no scratch. Its
     * {@link #isOpen} is always true, as if it were in use. So the method {@link #open} never returns this placeholder, and
     * borrows another scratch instead.
     */
    private static final Scratch NONE = new Scratch(null, false);

    private static final Owners OWNING = new Owners();
    private static final ThreadLocal<Scratch> MINE = new Mine();
    private static final MethodHandle IS_VIRTUAL = isVirtual();

    private final boolean isBorrowed;
    private final Chunk block;
    private final List<Chunk> chunks = new ArrayList<>();

    /**
     * The bytes of a short name on their way into native memory; null until the first name. Very many virtual threads may wait with
     * a scratch, and most of them have no name in it.
     */
    private byte[] ascii;

    /** The chunk from which memory is allocated. It is the block or the last element of {@link #chunks}. */
    private Chunk current;

    /** The index in {@link #current} of the first byte that is not allocated. */
    private int top;

    private boolean isOpen;

    /** The description of the buffers of a call; null until the first call that has several buffers. */
    private Vector vector;

    /** True if {@link #vector} is in use. */
    private boolean hasVector;

    private Scratch(Chunk block, boolean isBorrowed) {
        this.block = block;
        this.isBorrowed = isBorrowed;
        current = block;
        isOpen = block == null;
    }

    /** A block of native memory: a direct buffer whose bytes are allocated in order, from the start to the end. */
    private static final class Chunk {
        final ByteBuffer memory;
        final long base;
        final int size;

        Chunk(int size) {
            memory = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
            base = Native.address(memory, 0);
            this.size = size;
        }

        boolean holds(long address) {
            return address >= base && address < base + size;
        }

        int index(long address) {
            return (int) (address - base);
        }
    }

    /**
     * Keeps objects for later use. When the pool has {@code most} objects, it drops every further object that is given back. The
     * methods of the pool are synchronized, because the JVM releases a monitor even if the stack overflows. A lock of
     * {@code java.util.concurrent} may stay locked after a stack overflow.
     */
    private static final class Pool<T> {
        private final List<T> kept;
        private final int most;

        Pool(int most) {
            this.most = most;
            kept = new ArrayList<>(most);
        }

        /** Removes and returns an object that was given back; returns null if the pool has none. */
        synchronized T take() {
            return kept.isEmpty() ? null : kept.remove(kept.size() - 1);
        }

        synchronized void giveBack(T object) {
            if (kept.size() < most) {
                kept.add(object);
            }
        }
    }

    /** A pool of chunks that all have the same size. */
    private static final class ChunkPool {
        private final int size;
        private final Pool<Chunk> pool;

        ChunkPool(int size, int most) {
            this.size = size;
            pool = new Pool<>(most);
        }

        Chunk take() {
            Chunk chunk = pool.take();
            return chunk == null ? new Chunk(size) : chunk;
        }
    }

    /**
     * Counts the threads that own a scratch. A thread that has ended is still counted until the garbage collector finds that its
     * scratch is unreachable.
     */
    private static final class Owners {
        private final Set<Reference<Scratch>> references = new HashSet<>();
        private final ReferenceQueue<Scratch> ended = new ReferenceQueue<>();

        /**
         * Returns a new scratch for the calling thread to own. Returns {@link #NONE} if the number of threads that own a scratch
         * has reached the limit {@link #OWNERS}.
         */
        synchronized Scratch add() {
            for (Reference<?> reference = ended.poll(); reference != null; reference = ended.poll()) {
                references.remove(reference);
            }
            if (references.size() >= OWNERS) {
                return NONE;
            }
            Scratch scratch = new Scratch(new Chunk(BLOCK), false);
            references.add(new PhantomReference<>(scratch, ended));
            return scratch;
        }
    }

    /** Holds the scratch that each thread owns. */
    private static final class Mine extends ThreadLocal<Scratch> {
        @Override
        protected Scratch initialValue() {
            return OWNING.add();
        }
    }

    /**
     * Returns a scratch that is not in use: the one that the calling thread owns, or a borrowed one. If a stack overflow prevents
     * {@link #close}, the scratch that the thread owns stays open for ever. In this case, the thread borrows a scratch for every
     * later call.
     */
    public static Scratch open() {
        Scratch scratch = onVirtualThread() ? borrow() : MINE.get();
        if (scratch.isOpen) {
            scratch = borrow();
        }
        scratch.isOpen = true;
        return scratch;
    }

    /** Makes all memory that was allocated from this scratch available for later calls. */
    @Override
    public void close() {
        if (!chunks.isEmpty()) {
            giveBackChunks();
        }
        if (hasVector) {
            vector.clear();
            hasVector = false;
        }
        top = 0;
        isOpen = false;
        if (isBorrowed) {
            SCRATCHES.giveBack(this);
        }
    }

    /**
     * Allocates {@code size} bytes at an address that is aligned for any structure, and returns this address. Two allocations
     * never have the same address, even if {@code size} is 0.
     */
    public long alloc(int size) {
        int taken = Math.max(size, 1);
        int from = top + ALIGNMENT - 1 & -ALIGNMENT;
        if (taken > current.size - from) {
            current = chunk(taken);
            from = 0;
        }
        top = from + taken;
        return current.base + from;
    }

    /** Allocates {@code size} bytes of zeros and returns their address. */
    public long allocZeroed(int size) {
        long address = alloc(size);
        for (int i = 0; i < size; i++) {
            set8(address + i, 0);
        }
        return address;
    }

    /**
     * Writes the bytes of the name {@code text} and a NUL to new memory, and returns the address of this memory.
     *
     * @param argument the caller's parameter name: the message of an exception starts with it
     * @throws NullPointerException if {@code text} is null
     * @throws IllegalArgumentException if {@code text} is not a valid name; {@link posixkit.Names} explains which names are valid
     */
    public long string(String argument, String text) {
        Objects.requireNonNull(text, argument);
        // A char needs at most 3 bytes in UTF-8. The two chars of a surrogate pair together need only 4 bytes. The NUL
        // at the end needs 1 byte.
        int most = Math.addExact(Math.multiplyExact(text.length(), 3), 1);
        long address = alloc(most);
        int from = current.index(address);
        int end = text.length() <= ASCII && NameCodec.isAscii(text)
                ? from + ascii(text, current.memory, from)
                : NameCodec.encode(argument, text, false, current.memory, from);
        current.memory.put(end, (byte) 0);
        top = end + 1;
        return address;
    }

    /**
     * Copies an ASCII text to native memory, and returns its length. Two copies of many bytes take less time than one loop that
     * writes the bytes.
     */
    @SuppressWarnings("deprecation") // This form of getBytes is wrong for texts beyond Latin-1, but allocates nothing.
    private int ascii(String text, ByteBuffer to, int index) {
        if (ascii == null) {
            ascii = new byte[ASCII];
        }
        int length = text.length();
        text.getBytes(0, length, ascii, 0);
        to.put(index, ascii, 0, length);
        return length;
    }

    /**
     * Writes the bytes of the name {@code text} to native memory, and returns how many bytes it wrote. Unlike {@link #string},
     * this method accepts a name with NULs, and adds no NUL at the end.
     *
     * @param argument the caller's parameter name: the message of an exception starts with it
     * @param address the address where the first byte is written. It is in the memory of this scratch, and has room for three
     *     bytes for each char of {@code text}
     */
    public int encode(String argument, String text, long address) {
        Chunk chunk = chunkOf(address);
        int index = chunk.index(address);
        return NameCodec.encode(argument, text, true, chunk.memory, index) - index;
    }

    /**
     * Copies {@code length} bytes of an array to new memory, and returns the address of this memory. The first copied byte is
     * {@code from[offset]}.
     */
    public long bytes(byte[] from, int offset, int length) {
        long address = alloc(length);
        current.memory.put(current.index(address), from, offset, length);
        return address;
    }

    /**
     * Copies {@code length} bytes of a buffer to new memory, and returns the address of this memory. The first copied byte is
     * {@code from.get(position)}.
     */
    public long bytes(ByteBuffer from, int position, int length) {
        long address = alloc(length);
        current.memory.put(current.index(address), from, position, length);
        return address;
    }

    /**
     * Copies {@code length} bytes of an array to the memory of this scratch. The first copied byte is {@code from[offset]}.
     *
     * @param address the address where the first copied byte is written
     */
    public void copyFrom(byte[] from, int offset, long address, int length) {
        Chunk chunk = chunkOf(address);
        chunk.memory.put(chunk.index(address), from, offset, length);
    }

    /**
     * Copies {@code length} bytes of a buffer to the memory of this scratch. The first copied byte is {@code from.get(position)}.
     *
     * @param address the address where the first copied byte is written
     */
    public void copyFrom(ByteBuffer from, int position, long address, int length) {
        Chunk chunk = chunkOf(address);
        chunk.memory.put(chunk.index(address), from, position, length);
    }

    /** Copies a structure to new memory, and returns the address of this memory. */
    public long struct(Struct from) {
        return bytes(from.bytes(), 0, from.bytes().length);
    }

    /** Returns the object that describes the buffers of the current call to the kernel. */
    public Vector vector() {
        if (vector == null) {
            vector = new Vector();
        }
        hasVector = true;
        return vector;
    }

    public void copyTo(byte[] to, int offset, long address, int length) {
        Chunk chunk = chunkOf(address);
        chunk.memory.get(chunk.index(address), to, offset, length);
    }

    public void copyTo(ByteBuffer to, int position, long address, int length) {
        Chunk chunk = chunkOf(address);
        to.put(position, chunk.memory, chunk.index(address), length);
    }

    /** Fills the whole structure with the bytes at {@code address}. */
    public void copyTo(Struct to, long address) {
        copyTo(to.bytes(), 0, address, to.bytes().length);
    }

    /**
     * Fills a structure with the bytes at {@code address}, if the C function that wrote these bytes succeeded. If the C function
     * failed, leaves the structure unchanged.
     *
     * @param result the result of the C function, or −errno if the function failed
     * @param to the structure
     * @return {@code result}
     */
    public int filled(int result, long address, Struct to) {
        if (result >= 0) {
            copyTo(to, address);
        }
        return result;
    }

    /** Copies a whole structure to the memory at {@code address}. */
    public void copyFrom(Struct from, long address) {
        Chunk chunk = chunkOf(address);
        chunk.memory.put(chunk.index(address), from.bytes());
    }

    public byte[] copy(long address, int length) {
        byte[] bytes = new byte[length];
        copyTo(bytes, 0, address, length);
        return bytes;
    }

    /** Returns the name at {@code address}, which ends before the first NUL. */
    public String text(long address) {
        return NameCodec.decode(copy(address, length(address)));
    }

    /** Returns the number of bytes from {@code address} to the first NUL, without the NUL. */
    public int length(long address) {
        Chunk chunk = chunkOf(address);
        int start = chunk.index(address);
        int end = start;
        while (chunk.memory.get(end) != 0) {
            end++;
        }
        return end - start;
    }

    public int s8(long address) {
        Chunk chunk = chunkOf(address);
        return chunk.memory.get(chunk.index(address));
    }

    public int u8(long address) {
        return s8(address) & 0xFF;
    }

    public int s16(long address) {
        Chunk chunk = chunkOf(address);
        return chunk.memory.getShort(chunk.index(address));
    }

    public int u16(long address) {
        return s16(address) & 0xFFFF;
    }

    public int s32(long address) {
        Chunk chunk = chunkOf(address);
        return chunk.memory.getInt(chunk.index(address));
    }

    public long u32(long address) {
        return Integer.toUnsignedLong(s32(address));
    }

    public long s64(long address) {
        Chunk chunk = chunkOf(address);
        return chunk.memory.getLong(chunk.index(address));
    }

    public void set8(long address, long value) {
        Chunk chunk = chunkOf(address);
        chunk.memory.put(chunk.index(address), (byte) value);
    }

    public void set16(long address, long value) {
        Chunk chunk = chunkOf(address);
        chunk.memory.putShort(chunk.index(address), (short) value);
    }

    public void set32(long address, long value) {
        Chunk chunk = chunkOf(address);
        chunk.memory.putInt(chunk.index(address), (int) value);
    }

    public void set64(long address, long value) {
        Chunk chunk = chunkOf(address);
        chunk.memory.putLong(chunk.index(address), value);
    }

    private Chunk chunkOf(long address) {
        if (current.holds(address)) {
            return current;
        }
        if (block.holds(address)) {
            return block;
        }
        for (int i = chunks.size() - 1; i >= 0; i--) {
            if (chunks.get(i).holds(address)) {
                return chunks.get(i);
            }
        }
        throw new IllegalStateException("not an address of this scratch");
    }

    private Chunk chunk(int size) {
        ChunkPool pool = pool(size);
        Chunk chunk = pool == null ? new Chunk(size) : pool.take();
        chunks.add(chunk);
        return chunk;
    }

    private void giveBackChunks() {
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            ChunkPool pool = pool(chunk.size);
            if (pool != null) {
                pool.pool.giveBack(chunk);
            }
        }
        chunks.clear();
        current = block;
    }

    /**
     * Returns the pool with the smallest chunks that hold {@code size} bytes, or null if even the largest chunks of the pools are
     * too small.
     */
    private static ChunkPool pool(int size) {
        if (size <= SMALL.size) {
            return SMALL;
        }
        if (size <= MEDIUM.size) {
            return MEDIUM;
        }
        return size <= LARGE.size ? LARGE : null;
    }

    private static Scratch borrow() {
        Scratch scratch = SCRATCHES.take();
        return scratch == null ? new Scratch(new Chunk(BORROWED_BLOCK), true) : scratch;
    }

    /** Returns true if the current thread is virtual. */
    static boolean onVirtualThread() {
        if (IS_VIRTUAL == null) {
            return false;
        }
        try {
            return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
        } catch (Throwable e) {
            throw new AssertionError("Thread.isVirtual threw", e);
        }
    }

    /** Returns a method handle for {@code Thread.isVirtual}, or null on a JDK without virtual threads. */
    private static MethodHandle isVirtual() {
        if (Runtime.version().feature() < 21) {
            return null;
        }
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
