package posixkit.linux;

import static posixkit.onlinux.constants.LinuxSplice.SPLICE_F_GIFT;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_cachestat;

import java.nio.ByteBuffer;
import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.linux.call.LinuxCalls;
import posixkit.linux.call.LinuxIoCalls;
import posixkit.linux.call.SyscallCalls;
import posixkit.onlinux.OnLinuxIo;
import posixkit.unix.Scratch;
import posixkit.unix.Vector;

final class LinuxOnlyIo implements OnLinuxIo {
    /** How many numbers {@code struct cachestat_range} has: the start and the length. */
    private static final int RANGE_WORDS = 2;

    /** How many numbers {@code struct cachestat} has. */
    private static final int STAT_WORDS = 5;

    private final LinuxIoCalls calls;
    private final SyscallCalls kernel;

    LinuxOnlyIo(LinuxCalls linux) {
        calls = linux.linuxIo();
        kernel = linux.syscall();
    }

    @Override
    public long preadv2OrErrno(int fd, ByteBuffer[] into, long at, int flags) {
        Objects.requireNonNull(into, "into");
        try (Scratch s = Scratch.open()) {
            Vector vector = s.vector();
            vector.describe(s, into, false);
            return vector.filled(s, calls.preadv2(fd, vector.array(), vector.count(), at, flags));
        }
    }

    @Override
    public long pwritev2OrErrno(int fd, ByteBuffer[] from, long at, int flags) {
        Objects.requireNonNull(from, "from");
        try (Scratch s = Scratch.open()) {
            Vector vector = s.vector();
            vector.describe(s, from, true);
            return vector.advanced(calls.pwritev2(fd, vector.array(), vector.count(), at, flags));
        }
    }

    @Override
    public long vmspliceOrErrno(int fd, ByteBuffer[] buffers, int flags) {
        Objects.requireNonNull(buffers, "buffers");
        if ((flags & SPLICE_F_GIFT) != 0) {
            throw new IllegalArgumentException("flags: SPLICE_F_GIFT, but the JVM will use this memory again");
        }
        try (Scratch s = Scratch.open()) {
            Vector vector = s.vector();
            vector.describeInPlace(s, buffers);
            return vector.advanced(calls.vmsplice(fd, vector.array(), vector.count(), flags));
        }
    }

    @Override
    public int syncFileRangeOrErrno(int fd, long offset, long count, int flags) {
        return calls.sync_file_range(fd, offset, count, flags);
    }

    @Override
    public int posixFallocateOrErrno(int fd, long offset, long len) {
        return calls.posix_fallocate(fd, offset, len);
    }

    /** By its number, because libc has no function for it. */
    @Override
    public Cachestat cachestat(int fd, long offset, long len) throws ErrnoException {
        if (offset < 0 || len < 0) {
            throw new IllegalArgumentException(offset < 0 ? "offset: " + offset : "len: " + len);
        }
        try (Scratch s = Scratch.open()) {
            long range = s.alloc(RANGE_WORDS * Long.BYTES);
            s.set64(range, offset);
            s.set64(range + Long.BYTES, len);
            long stat = s.alloc(STAT_WORDS * Long.BYTES);
            Outcome.ofFd("cachestat", fd, (int) kernel.syscall(SYS_cachestat, fd, range, stat, 0));
            long[] pages = new long[STAT_WORDS];
            for (int i = 0; i < STAT_WORDS; i++) {
                pages[i] = s.s64(stat + (long) i * Long.BYTES);
            }
            int next = 0;
            return new Cachestat(pages[next++], pages[next++], pages[next++], pages[next++], pages[next]);
        }
    }
}
