package posixkit.unix;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.ERANGE;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.ffi.BufferMemory;
import posixkit.file.Xattrs;

/**
 * Implements {@link Xattrs} for Linux and macOS. <b>Internal.</b>
 *
 * <p>The C functions of the two systems differ: Linux has a function of its own for symbolic links, macOS has a flag. A subclass
 * calls them. Its methods take the address of the path of a file, or 0 in place of the path if {@code fd} is the file. If
 * {@code isLink} is true and the file is a symbolic link, they work on the link itself.
 */
public abstract class UnixXattrs implements Xattrs {
    /** Stands for the path of a file that is given by a descriptor. */
    private static final long NO_PATH = 0;

    private static final int NO_FD = -1;

    /** The size of the first buffer for a list of names. The buffer grows if necessary. */
    private static final int FIRST_GUESS = 1024;

    /** Reads a value into {@code size} bytes at the address {@code value}. Returns the length of the value or −errno. */
    protected abstract long get(long path, boolean isLink, int fd, long name, long value, long size);

    /** Sets a value of {@code size} bytes at the address {@code value}. Returns 0 or −errno. */
    protected abstract int set(long path, boolean isLink, int fd, long name, long value, long size, int flags);

    /** Reads the names, each with a NUL behind it, into {@code size} bytes at the address {@code list}. Returns the length or −errno. */
    protected abstract long list(long path, boolean isLink, int fd, long list, long size);

    /** Removes an attribute. Returns 0 or −errno. */
    protected abstract int remove(long path, boolean isLink, int fd, long name);

    @Override
    public final int getxattrOrErrno(String path, String name, ByteBuffer into) {
        try (Scratch s = Scratch.open()) {
            return get(s, s.string("path", path), false, NO_FD, name, into);
        }
    }

    @Override
    public final int lgetxattrOrErrno(String path, String name, ByteBuffer into) {
        try (Scratch s = Scratch.open()) {
            return get(s, s.string("path", path), true, NO_FD, name, into);
        }
    }

    @Override
    public final int fgetxattrOrErrno(int fd, String name, ByteBuffer into) {
        try (Scratch s = Scratch.open()) {
            return get(s, NO_PATH, false, fd, name, into);
        }
    }

    private int get(Scratch s, long path, boolean isLink, int fd, String name, ByteBuffer into) {
        long attribute = s.string("name", name);
        UnixIo.requireWritable("into", into);
        int position = into.position();
        int room = UnixIo.length(into, position);
        long result;
        long address = BufferMemory.stableAddress(into, position, room);
        if (address != BufferMemory.UNSTABLE) {
            try {
                result = get(path, isLink, fd, attribute, address, room);
            } finally {
                Reference.reachabilityFence(into);
            }
        } else {
            long value = s.alloc(room);
            result = get(path, isLink, fd, attribute, value, room);
            if (result > 0 && room > 0) {
                s.copyTo(into, position, value, (int) result);
            }
        }
        if (result > 0 && room > 0) {
            into.position(position + (int) result);
        }
        return (int) Math.min(result, Integer.MAX_VALUE);
    }

    @Override
    public final int setxattrOrErrno(String path, String name, ByteBuffer from, int flags) {
        try (Scratch s = Scratch.open()) {
            return set(s, s.string("path", path), false, NO_FD, name, from, flags);
        }
    }

    @Override
    public final int lsetxattrOrErrno(String path, String name, ByteBuffer from, int flags) {
        try (Scratch s = Scratch.open()) {
            return set(s, s.string("path", path), true, NO_FD, name, from, flags);
        }
    }

    @Override
    public final int fsetxattrOrErrno(int fd, String name, ByteBuffer from, int flags) {
        try (Scratch s = Scratch.open()) {
            return set(s, NO_PATH, false, fd, name, from, flags);
        }
    }

    private int set(Scratch s, long path, boolean isLink, int fd, String name, ByteBuffer from, int flags) {
        long attribute = s.string("name", name);
        Objects.requireNonNull(from, "from");
        int position = from.position();
        int length = UnixIo.length(from, position);
        return set(path, isLink, fd, attribute, s.bytes(from, position, length), length, flags);
    }

    @Override
    public final List<String> listxattr(String path) throws ErrnoException {
        return list("listxattr", Objects.requireNonNull(path, "path"), false, NO_FD);
    }

    @Override
    public final List<String> llistxattr(String path) throws ErrnoException {
        return list("llistxattr", Objects.requireNonNull(path, "path"), true, NO_FD);
    }

    @Override
    public final List<String> flistxattr(int fd) throws ErrnoException {
        return list("flistxattr", null, false, fd);
    }

    /** @param path null if {@code fd} is the file */
    private List<String> list(String call, String path, boolean isLink, int fd) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long address = path == null ? NO_PATH : s.string("path", path);
            for (int size = FIRST_GUESS; ; size = Math.multiplyExact(size, 2)) {
                long list = s.alloc(size);
                long result;
                do {
                    result = list(address, isLink, fd, list, size);
                } while (result == -EINTR);
                if (result != -ERANGE) {
                    int length = (int) result;
                    length = path == null ? Outcome.ofFd(call, fd, length) : Outcome.ofPath(call, path, length);
                    return names(s, list, list + length);
                }
            }
        }
    }

    private static List<String> names(Scratch s, long from, long to) {
        List<String> names = new ArrayList<>();
        for (long at = from; at < to; ) {
            int length = s.length(at);
            names.add(NameCodec.decode(s.copy(at, length)));
            at += length + 1;
        }
        return names;
    }

    @Override
    public final int removexattrOrErrno(String path, String name) {
        try (Scratch s = Scratch.open()) {
            return remove(s.string("path", path), false, NO_FD, s.string("name", name));
        }
    }

    @Override
    public final int lremovexattrOrErrno(String path, String name) {
        try (Scratch s = Scratch.open()) {
            return remove(s.string("path", path), true, NO_FD, s.string("name", name));
        }
    }

    @Override
    public final int fremovexattrOrErrno(int fd, String name) {
        try (Scratch s = Scratch.open()) {
            return remove(NO_PATH, false, fd, s.string("name", name));
        }
    }
}
