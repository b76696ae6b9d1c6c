package posixkit.unix;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import posixkit.Struct;
import posixkit.ffi.Native;

/**
 * Native memory for the length of one call. <b>Internal.</b> A platform thread has its own; virtual threads, of which there
 * may be millions, borrow one from a small pool, and so does whoever opens a second while the first is open.
 *
 * <pre>{@code
 * try (Scratch s = Scratch.open()) {
 *     return Result.negate(libc.mkdir(s.string(path), mode));
 * }
 * }</pre>
 *
 * <p>What {@code alloc} returns is an address, good until {@code close}; the bytes there are whatever they were.
 */
public final class Scratch implements AutoCloseable {
    /** Room for two paths of the longest kind, a few structures and an everyday buffer. */
    static final int BLOCK = 64 * 1024;

    /** What does not fit goes into further chunks of at least this size. */
    private static final int CHUNK = 256 * 1024;

    /** One further chunk is kept for the next call if it is not larger than this. */
    static final int KEEP = 1024 * 1024;

    private static final int POOLED = 16;
    private static final int ALIGNMENT = 16;

    private static final ThreadLocal<Scratch> MINE = ThreadLocal.withInitial(() -> new Scratch(false));
    private static final ArrayBlockingQueue<Scratch> POOL = new ArrayBlockingQueue<>(POOLED);
    private static final MethodHandle IS_VIRTUAL = isVirtual();

    private final boolean pooled;
    private final Chunk block = new Chunk(BLOCK);
    private final List<Chunk> chunks = new ArrayList<>();
    private Chunk current = block;
    private Chunk spare;
    private boolean isOpen;

    private Scratch(boolean pooled) {
        this.pooled = pooled;
    }

    /** A direct buffer that is handed out from its beginning on. */
    private static final class Chunk {
        final ByteBuffer memory;
        final long base;
        int top;

        Chunk(int size) {
            memory = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
            base = Native.address(memory, 0);
        }

        boolean holds(long address) {
            return address >= base && address < base + memory.capacity();
        }

        int index(long address) {
            return (int) (address - base);
        }
    }

    /**
     * One that nobody has open. Should a thread ever leave its own open, as a stack that overflows at the wrong place
     * makes it, that thread takes from the pool from then on.
     */
    public static Scratch open() {
        Scratch scratch = onVirtualThread() ? borrow() : MINE.get();
        if (scratch.isOpen) {
            scratch = borrow();
        }
        scratch.isOpen = true;
        return scratch;
    }

    /** Gives back all that was taken. */
    @Override
    public void close() {
        if (!chunks.isEmpty()) {
            keepOneChunk();
        }
        block.top = 0;
        current = block;
        isOpen = false;
        if (pooled) {
            POOL.offer(this);
        }
    }

    /** {@code size} bytes, aligned for any structure. No two are at one address, not even empty ones. */
    public long alloc(int size) {
        int taken = Math.max(size, 1);
        int from = current.top + ALIGNMENT - 1 & -ALIGNMENT;
        if (taken > current.memory.capacity() - from) {
            current = chunk(taken);
            from = 0;
        }
        current.top = from + taken;
        return current.base + from;
    }

    /** {@code size} bytes of zeros. */
    public long allocZeroed(int size) {
        long address = alloc(size);
        for (int i = 0; i < size; i++) {
            set8(address + i, 0);
        }
        return address;
    }

    /** Text as UTF-8, with its NUL. */
    public long string(String text) {
        return string("string", text);
    }

    /**
     * Writes a name's bytes and a NUL.
     *
     * @param argument the caller's name for {@code text}: an exception starts with it
     * @throws NullPointerException if {@code text} is null
     * @throws IllegalArgumentException if no bytes decode to {@code text} ({@link posixkit.Names})
     */
    public long string(String argument, String text) {
        Objects.requireNonNull(text, argument);
        // Three bytes for each char is the most UTF-8 takes: a pair of surrogates takes four for two.
        int most = Math.addExact(Math.multiplyExact(text.length(), 3), 1);
        long address = alloc(most);
        int end = NameCodec.encode(argument, text, false, current.memory, current.index(address));
        current.memory.put(end, (byte) 0);
        current.top = end + 1;
        return address;
    }

    /**
     * Writes a name's bytes, NULs among them, and returns how many there are.
     *
     * @param argument the caller's name for {@code text}: an exception starts with it
     * @param address where three bytes for each char of {@code text} were allocated
     */
    public int encode(String argument, String text, long address) {
        Chunk chunk = chunkOf(address);
        int index = chunk.index(address);
        return NameCodec.encode(argument, text, true, chunk.memory, index) - index;
    }

    /** A string that need not be text, with its NUL. */
    public long string(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                throw new IllegalArgumentException("a NUL in a string");
            }
        }
        long address = alloc(Math.addExact(bytes.length, 1));
        int index = current.index(address);
        current.memory.put(index, bytes);
        current.memory.put(index + bytes.length, (byte) 0);
        return address;
    }

    /** A path of either kind. */
    public long path(Object path) {
        return path instanceof String text ? string(text) : string((byte[]) path);
    }

    public long bytes(byte[] from, int offset, int length) {
        long address = alloc(length);
        current.memory.put(current.index(address), from, offset, length);
        return address;
    }

    public long bytes(ByteBuffer from, int position, int length) {
        long address = alloc(length);
        current.memory.put(current.index(address), from, position, length);
        return address;
    }

    /** A structure as it is. */
    public long struct(Struct from) {
        return bytes(from.bytes(), 0, from.bytes().length);
    }

    public void copyTo(byte[] to, int offset, long address, int length) {
        Chunk chunk = chunkOf(address);
        chunk.memory.get(chunk.index(address), to, offset, length);
    }

    public void copyTo(ByteBuffer to, int position, long address, int length) {
        Chunk chunk = chunkOf(address);
        to.put(position, chunk.memory, chunk.index(address), length);
    }

    /** Fills a structure whole. */
    public void copyTo(Struct to, long address) {
        copyTo(to.bytes(), 0, address, to.bytes().length);
    }

    public byte[] copy(long address, int length) {
        byte[] bytes = new byte[length];
        copyTo(bytes, 0, address, length);
        return bytes;
    }

    /** The bytes before the NUL. */
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
        Chunk chunk = spare;
        spare = null;
        if (chunk == null || chunk.memory.capacity() < size) {
            chunk = new Chunk(Math.max(size, CHUNK));
        }
        chunk.top = 0;
        chunks.add(chunk);
        return chunk;
    }

    private void keepOneChunk() {
        for (Chunk chunk : chunks) {
            int size = chunk.memory.capacity();
            if (size <= KEEP && (spare == null || size > spare.memory.capacity())) {
                spare = chunk;
            }
        }
        chunks.clear();
    }

    private static Scratch borrow() {
        Scratch scratch = POOL.poll();
        return scratch == null ? new Scratch(true) : scratch;
    }

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

    /** {@code Thread.isVirtual}, where there are virtual threads. */
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
