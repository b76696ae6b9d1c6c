package posixkit.unix;

import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.unix.call.SocketCalls;

/**
 * The value of a socket option, read from the kernel. <b>Internal.</b> The buffer for the value has one byte more than the
 * expected value. The kernel cuts off the bytes that do not fit into the buffer. Without the extra byte, a longer value would be
 * cut to exactly the expected length, and would look like a value of the expected type.
 */
public final class OptionValue {
    private final int level;
    private final int name;
    private final long at;
    private final int length;

    /**
     * Reads a socket option with {@code getsockopt}. For a few options, the kernel does not only write to the buffer, but also
     * reads addresses from it. If the buffer had undefined bytes, such an address could point to any memory. So this constructor
     * fills the buffer with zeros before it calls {@code getsockopt}.
     *
     * @param level the protocol level of the option
     * @param name the number of the option
     * @param size the expected size of the value in bytes
     */
    public OptionValue(SocketCalls calls, Scratch s, int fd, int level, int name, int size) throws ErrnoException {
        this.level = level;
        this.name = name;
        at = s.allocZeroed(size + 1);
        length = Outcome.ofFd("getsockopt", fd, get(calls, s, fd, level, name, at, size + 1));
    }

    public long at() {
        return at;
    }

    public boolean has(int size) {
        return length == size;
    }

    /**
     * Returns the address of the value if the value has {@code size} bytes.
     *
     * @throws IllegalArgumentException if the value does not have {@code size} bytes
     */
    public long of(int size) {
        if (length != size) {
            String found = length > size ? "more" : Integer.toString(length);
            throw new IllegalArgumentException("name: option " + name + " of level " + level
                    + " is of another type: it has " + found + " bytes, not " + size);
        }
        return at;
    }

    /**
     * Reads a socket option. Returns −errno, or the length of the value that the kernel reports. If the value is longer than
     * {@code room}, the kernel cuts the value. The kernel may then report the full length, which is more than {@code room}.
     *
     * @param name the number of the option
     * @param value the address where the kernel writes the value
     * @param room the number of bytes at this address
     */
    public static int get(SocketCalls calls, Scratch s, int fd, int level, int name, long value, int room) {
        long length = s.alloc(Integer.BYTES);
        s.set32(length, room);
        int result = calls.getsockopt(fd, level, name, value, length);
        return result < 0 ? result : s.s32(length);
    }
}
