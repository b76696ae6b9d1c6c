package posixkit.linux;

import posixkit.linux.call.TransferCalls;
import posixkit.onlinux.Transfers;
import posixkit.unix.Scratch;

final class LinuxTransfers implements Transfers {
    private final TransferCalls calls;

    LinuxTransfers(TransferCalls calls) {
        this.calls = calls;
    }

    /** Returns the address of a copy of {@code offset}, or 0 for {@link #CURRENT}. */
    private static long pointer(Scratch s, String argument, long offset) {
        if (offset == CURRENT) {
            return 0;
        }
        if (offset < 0) {
            throw new IllegalArgumentException(argument + ": " + offset);
        }
        long address = s.alloc(Long.BYTES);
        s.set64(address, offset);
        return address;
    }

    private static long requireLength(long length) {
        if (length < 0) {
            throw new IllegalArgumentException("length: " + length);
        }
        return length;
    }

    @Override
    public long copyFileRangeOrErrno(int in, long inOffset, int out, long outOffset, long length, int flags) {
        requireLength(length);
        try (Scratch s = Scratch.open()) {
            long from = pointer(s, "inOffset", inOffset);
            long to = pointer(s, "outOffset", outOffset);
            return calls.copy_file_range(in, from, out, to, length, flags);
        }
    }

    @Override
    public long sendfileOrErrno(int out, int in, long offset, long length) {
        requireLength(length);
        try (Scratch s = Scratch.open()) {
            return calls.sendfile(out, in, pointer(s, "offset", offset), length);
        }
    }

    @Override
    public long spliceOrErrno(int in, long inOffset, int out, long outOffset, long length, int flags) {
        requireLength(length);
        try (Scratch s = Scratch.open()) {
            long from = pointer(s, "inOffset", inOffset);
            long to = pointer(s, "outOffset", outOffset);
            return calls.splice(in, from, out, to, length, flags);
        }
    }

    @Override
    public long teeOrErrno(int in, int out, long length, int flags) {
        return calls.tee(in, out, requireLength(length), flags);
    }
}
