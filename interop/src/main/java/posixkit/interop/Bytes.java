package posixkit.interop;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;

/**
 * Checks the byte arrays and buffers that jnr-posix's calls take together with a number of bytes, and returns the windows of buffers
 * that posixkit's calls read or write.
 *
 * <p>The calls of jnr-posix leave the position of their buffer as it is, and several threads may use the same buffer. So posixkit
 * gets another buffer over the same memory: a <i>window</i>. Each thread keeps the window of the last buffer that it used, because
 * posixkit knows the address of a buffer that it has seen before.
 */
final class Bytes {
    private static final class Last {
        private WeakReference<ByteBuffer> buffer = new WeakReference<>(null);
        private WeakReference<ByteBuffer> window = new WeakReference<>(null);
    }

    private final ThreadLocal<Last> lasts = ThreadLocal.withInitial(Last::new);

    /**
     * Returns {@code n}, the caller's argument {@code argument}, as an int.
     *
     * @throws IllegalArgumentException if the array has fewer than {@code n} elements, or {@code n} is negative
     */
    static int checkLength(String argument, byte[] buf, long n) {
        if (n < 0 || n > buf.length) {
            throw new IllegalArgumentException(argument + ": " + n + ", but buf has " + buf.length + " bytes");
        }
        return (int) n;
    }

    /**
     * Returns {@code n}, the caller's argument {@code argument}, as an int.
     *
     * @throws IllegalArgumentException if {@code buf} has fewer than {@code n} bytes between its position and its capacity, or
     *     {@code n} is negative
     */
    static int checkLength(String argument, ByteBuffer buf, long n) {
        int room = buf.capacity() - buf.position();
        if (n < 0 || n > room) {
            throw new IllegalArgumentException(
                    argument + ": " + n + ", but buf has " + room + " bytes from its position on");
        }
        return (int) n;
    }

    /**
     * Returns a buffer over the {@code n} bytes from the position of {@code buf} on. The next call of this method in the same thread
     * may return the same buffer with other bounds.
     */
    ByteBuffer window(ByteBuffer buf, int n) {
        Last last = lasts.get();
        ByteBuffer window = last.window.get();
        if (window == null || !last.buffer.refersTo(buf)) {
            window = buf.duplicate();
            last.buffer = new WeakReference<>(buf);
            last.window = new WeakReference<>(window);
        }
        int position = buf.position();
        return window.limit(position + n).position(position);
    }

    /** Same as {@link #window}, but throws IllegalArgumentException if {@code buf} is read-only. */
    ByteBuffer writableWindow(String argument, ByteBuffer buf, int n) {
        if (buf.isReadOnly()) {
            throw new IllegalArgumentException(argument + ": a read-only buffer");
        }
        return window(buf, n);
    }
}
