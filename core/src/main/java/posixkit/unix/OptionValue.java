package posixkit.unix;

import posixkit.ErrnoException;

/**
 * An option's value as it came back. <b>Internal.</b> The kernel is given room for one byte more than a value of the wanted type
 * has: a longer one would be cut to that type's very length, and read as one.
 */
public final class OptionValue {
    private final int level;
    private final int name;
    private final long at;
    private final int length;

    /** Asks for it. */
    public OptionValue(SocketCalls calls, Scratch s, int fd, int level, int name, int size) throws ErrnoException {
        this.level = level;
        this.name = name;
        at = s.alloc(size + 1);
        length = get(calls, s, fd, level, name, at, size + 1);
    }

    public long at() {
        return at;
    }

    public boolean has(int size) {
        return length == size;
    }

    /** Where it is, if it has this size. */
    public long of(int size) {
        if (length != size) {
            String found = length > size ? "more" : Integer.toString(length);
            throw new IllegalArgumentException("option " + name + " of level " + level + " is of another type: it has "
                    + found + " bytes, not " + size);
        }
        return at;
    }

    /** How long the value is; it may be more than there was room for. */
    static int get(SocketCalls calls, Scratch s, int fd, int level, int name, long value, int room)
            throws ErrnoException {
        long length = s.alloc(Integer.BYTES);
        s.set32(length, room);
        Result.check(calls.getsockopt(fd, level, name, value, length), "getsockopt", "fd", fd);
        return s.s32(length);
    }
}
