package posixkit.unix;

import java.nio.ByteBuffer;
import java.util.TreeMap;
import posixkit.ffi.Native;
import posixkit.system.CArena;

/**
 * Implements {@link CArena} for Linux and macOS. <b>Internal.</b> The methods are synchronized, so that no thread frees a piece
 * of memory while another thread accesses it.
 */
final class UnixArena implements CArena {
    /** The pieces of memory that {@code alloc} returned, by their addresses; null after {@link #close}. */
    private TreeMap<Long, ByteBuffer> pieces = new TreeMap<>();

    @Override
    public synchronized long alloc(int size) {
        if (size < 0) {
            throw new IllegalArgumentException("size: " + size);
        }
        TreeMap<Long, ByteBuffer> open = open();
        // A piece of size 0 gets one byte, so that no two pieces have the same address.
        long address = Native.allocate(Math.max(size, 1));
        try {
            open.put(address, Native.buffer(address, size));
            return address;
        } catch (Throwable e) {
            Native.free(address);
            throw e;
        }
    }

    @Override
    public long string(String text) {
        byte[] name = NameCodec.encode("text", text, false);
        long address = alloc(Math.addExact(name.length, 1));
        put(address, name);
        return address;
    }

    @Override
    public long bytes(byte[] contents) {
        long address = alloc(contents.length);
        put(address, contents);
        return address;
    }

    @Override
    public synchronized byte[] bytes(long address, int length) {
        ByteBuffer piece = piece(address, length);
        byte[] bytes = new byte[length];
        piece.get(index(address), bytes);
        return bytes;
    }

    @Override
    public synchronized String string(long address) {
        ByteBuffer piece = piece(address, 1);
        int from = index(address);
        int end = from;
        while (end < piece.capacity() && piece.get(end) != 0) {
            end++;
        }
        if (end == piece.capacity()) {
            throw new IndexOutOfBoundsException(
                    "no NUL between 0x" + Long.toHexString(address) + " and the end of its piece");
        }
        byte[] bytes = new byte[end - from];
        piece.get(from, bytes);
        return NameCodec.decode(bytes);
    }

    @Override
    public synchronized void put(long address, byte[] contents) {
        piece(address, contents.length).put(index(address), contents);
    }

    @Override
    public synchronized int getInt(long address) {
        return piece(address, Integer.BYTES).getInt(index(address));
    }

    @Override
    public synchronized long getLong(long address) {
        return piece(address, Long.BYTES).getLong(index(address));
    }

    @Override
    public synchronized void putInt(long address, int value) {
        piece(address, Integer.BYTES).putInt(index(address), value);
    }

    @Override
    public synchronized void putLong(long address, long value) {
        piece(address, Long.BYTES).putLong(index(address), value);
    }

    @Override
    public synchronized void close() {
        if (pieces != null) {
            TreeMap<Long, ByteBuffer> all = pieces;
            pieces = null;
            all.keySet().forEach(Native::free);
        }
    }

    @Override
    public synchronized String toString() {
        return "CArena{" + (pieces == null ? "closed" : "pieces=" + pieces.size()) + "}";
    }

    private TreeMap<Long, ByteBuffer> open() {
        if (pieces == null) {
            throw new IllegalStateException("this arena is closed");
        }
        return pieces;
    }

    /**
     * Returns the piece that contains a whole range of bytes. The range starts at {@code address} and has {@code length} bytes.
     * Throws IndexOutOfBoundsException if no piece contains the whole range.
     */
    private ByteBuffer piece(long address, int length) {
        var entry = open().floorEntry(address);
        if (entry == null || !holds(entry.getValue(), address - entry.getKey(), length)) {
            throw new IndexOutOfBoundsException(
                    length + " bytes at 0x" + Long.toHexString(address) + " are not in a piece of this arena");
        }
        return entry.getValue();
    }

    private static boolean holds(ByteBuffer piece, long index, int length) {
        return length >= 0 && index <= piece.capacity() - length;
    }

    private int index(long address) {
        return (int) (address - open().floorKey(address));
    }
}
