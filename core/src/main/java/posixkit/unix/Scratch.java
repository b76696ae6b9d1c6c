package posixkit.unix;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import posixkit.Struct;
import posixkit.ffi.Native;

/**
 * Native memory for the length of one call. <b>Internal.</b> A stack in one direct block per platform thread; virtual
 * threads, of which there may be millions, borrow a block from a small pool.
 *
 * <pre>{@code
 * try (Scratch s = Scratch.open()) {
 *     return Result.negate(libc.mkdir(s.path(path), mode));
 * }
 * }</pre>
 *
 * <p>What {@code alloc} returns is an address, good until {@code close}; the bytes there are whatever they were.
 */
public final class Scratch implements AutoCloseable {
    /** Room for two paths of the longest kind, a few structures and an everyday buffer. */
    static final int BLOCK = 64 * 1024;

    /** A buffer too large for the block is kept for the next call if it is not larger than this. */
    private static final int KEEP = 1024 * 1024;

    private static final int POOLED = 16;

    private static final ThreadLocal<Scratch> MINE = ThreadLocal.withInitial(() -> new Scratch(false));
    private static final ArrayBlockingQueue<Scratch> POOL = new ArrayBlockingQueue<>(POOLED);
    private static final MethodHandle IS_VIRTUAL = isVirtual();

    private final boolean pooled;
    private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK).order(ByteOrder.nativeOrder());
    private final long base = Native.address(block);
    private final List<Spill> spills = new ArrayList<>();
    private int[] marks = new int[8];
    private int depth;
    private int top;
    private Spill spare;

    private Scratch(boolean pooled) {
        this.pooled = pooled;
    }

    /** A buffer beside the block, for what does not fit in it. */
    private record Spill(ByteBuffer memory, long base) {}

    public static Scratch open() {
        Scratch scratch = onVirtualThread() ? borrow() : MINE.get();
        scratch.push();
        return scratch;
    }

    /** Gives back what was taken since the matching {@link #open}. */
    @Override
    public void close() {
        top = marks[--depth];
        if (depth > 0) {
            return;
        }
        if (!spills.isEmpty()) {
            keepOneSpill();
        }
        if (pooled) {
            POOL.offer(this);
        }
    }

    /** {@code size} bytes, aligned for any structure. No two are at one address, not even empty ones. */
    public long alloc(int size) {
        int from = (top + 15) & ~15;
        int taken = Math.max(size, 1);
        if (taken <= BLOCK - from) {
            top = from + taken;
            return base + from;
        }
        return spill(taken).base;
    }

    /** {@code size} bytes of zeros. */
    public long allocZeroed(int size) {
        long address = alloc(size);
        for (int i = 0; i < size; i++) {
            set8(address + i, 0);
        }
        return address;
    }

    /** A path, as UTF-8 with its NUL. */
    public long path(String path) {
        // Three bytes for each char is the most UTF-8 takes: a pair of surrogates takes four for two.
        int most = Math.addExact(Math.multiplyExact(path.length(), 3), 1);
        long address = alloc(most);
        ByteBuffer memory = memory(address);
        int start = index(memory, address);
        int end = Utf8.encode(path, memory, start);
        memory.put(end, (byte) 0);
        if (memory == block) {
            top = end + 1;
        }
        return address;
    }

    /** A path of either kind. */
    long path(Object path) {
        return path instanceof String text ? path(text) : path((byte[]) path);
    }

    /** A path that need not be text, with its NUL. */
    public long path(byte[] path) {
        for (byte b : path) {
            if (b == 0) {
                throw new IllegalArgumentException("a NUL byte in a path");
            }
        }
        long address = alloc(Math.addExact(path.length, 1));
        ByteBuffer memory = memory(address);
        int index = index(memory, address);
        memory.put(index, path);
        memory.put(index + path.length, (byte) 0);
        return address;
    }

    public long bytes(byte[] from, int offset, int length) {
        long address = alloc(length);
        ByteBuffer memory = memory(address);
        memory.put(index(memory, address), from, offset, length);
        return address;
    }

    /** The remaining bytes of any buffer, whose position stays. */
    public long bytes(ByteBuffer from) {
        long address = alloc(from.remaining());
        ByteBuffer memory = memory(address);
        memory.put(index(memory, address), from, from.position(), from.remaining());
        return address;
    }

    public void copyTo(byte[] to, int offset, long address, int length) {
        ByteBuffer memory = memory(address);
        memory.get(index(memory, address), to, offset, length);
    }

    /** Puts {@code length} bytes at the buffer's position, which stays. */
    public void copyTo(ByteBuffer to, long address, int length) {
        ByteBuffer memory = memory(address);
        to.put(to.position(), memory, index(memory, address), length);
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
        ByteBuffer memory = memory(address);
        int start = index(memory, address);
        int end = start;
        while (memory.get(end) != 0) {
            end++;
        }
        return end - start;
    }

    public int s32(long address) {
        ByteBuffer memory = memory(address);
        return memory.getInt(index(memory, address));
    }

    public void set8(long address, int value) {
        ByteBuffer memory = memory(address);
        memory.put(index(memory, address), (byte) value);
    }

    public void set32(long address, int value) {
        ByteBuffer memory = memory(address);
        memory.putInt(index(memory, address), value);
    }

    public void set64(long address, long value) {
        ByteBuffer memory = memory(address);
        memory.putLong(index(memory, address), value);
    }

    private void push() {
        if (depth == marks.length) {
            marks = Arrays.copyOf(marks, 2 * depth);
        }
        marks[depth++] = top;
    }

    /** The buffer an address of ours lies in. */
    private ByteBuffer memory(long address) {
        if (address >= base && address < base + BLOCK) {
            return block;
        }
        return spillOf(address).memory;
    }

    private int index(ByteBuffer memory, long address) {
        return (int) (address - (memory == block ? base : spillOf(address).base));
    }

    private Spill spillOf(long address) {
        for (Spill spill : spills) {
            if (address >= spill.base && address < spill.base + spill.memory.capacity()) {
                return spill;
            }
        }
        throw new IllegalStateException("not an address of this scratch");
    }

    private Spill spill(int size) {
        Spill spill = spare;
        spare = null;
        if (spill == null || spill.memory.capacity() < size) {
            ByteBuffer memory = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
            spill = new Spill(memory, Native.address(memory));
        }
        spills.add(spill);
        return spill;
    }

    private void keepOneSpill() {
        for (Spill spill : spills) {
            int size = spill.memory.capacity();
            if (size <= KEEP && (spare == null || size > spare.memory.capacity())) {
                spare = spill;
            }
        }
        spills.clear();
    }

    private static Scratch borrow() {
        Scratch scratch = POOL.poll();
        return scratch == null ? new Scratch(true) : scratch;
    }

    private static boolean onVirtualThread() {
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
