package posixkit.linux;

import static posixkit.onlinux.constants.LinuxFs.FICLONE;
import static posixkit.onlinux.constants.LinuxFs.FICLONERANGE;
import static posixkit.onlinux.constants.LinuxFs.FIDEDUPERANGE;
import static posixkit.onlinux.constants.LinuxFs.FILE_DEDUPE_RANGE_DIFFERS;

import posixkit.linux.layout.FileCloneRange;
import posixkit.linux.layout.FileDedupeRange;
import posixkit.linux.layout.FileDedupeRangeInfo;
import posixkit.onlinux.Clones;
import posixkit.unix.Scratch;
import posixkit.unix.call.IoCalls;

final class LinuxClones implements Clones {
    private final IoCalls calls;

    LinuxClones(IoCalls calls) {
        this.calls = calls;
    }

    @Override
    public int ficloneOrErrno(int destFd, int srcFd) {
        return calls.ioctl(destFd, FICLONE, srcFd);
    }

    @Override
    public int ficlonerangeOrErrno(int destFd, int srcFd, long srcOffset, long srcLength, long destOffset) {
        try (Scratch s = Scratch.open()) {
            long range = s.alloc(FileCloneRange.SIZE);
            s.set64(range + FileCloneRange.SRC_FD, srcFd);
            s.set64(range + FileCloneRange.SRC_OFFSET, srcOffset);
            s.set64(range + FileCloneRange.SRC_LENGTH, srcLength);
            s.set64(range + FileCloneRange.DEST_OFFSET, destOffset);
            return calls.ioctl(destFd, FICLONERANGE, range);
        }
    }

    @Override
    public long fideduperangeOrErrno(int srcFd, long srcOffset, long srcLength, int destFd, long destOffset) {
        try (Scratch s = Scratch.open()) {
            long range = s.allocZeroed(FileDedupeRange.SIZE + FileDedupeRangeInfo.SIZE);
            s.set64(range + FileDedupeRange.SRC_OFFSET, srcOffset);
            s.set64(range + FileDedupeRange.SRC_LENGTH, srcLength);
            s.set16(range + FileDedupeRange.DEST_COUNT, 1);
            long info = range + FileDedupeRange.SIZE;
            s.set64(info + FileDedupeRangeInfo.DEST_FD, destFd);
            s.set64(info + FileDedupeRangeInfo.DEST_OFFSET, destOffset);
            int result = calls.ioctl(srcFd, FIDEDUPERANGE, range);
            int status = result < 0 ? result : s.s32(info + FileDedupeRangeInfo.STATUS);
            if (status < 0) {
                return status;
            }
            return status == FILE_DEDUPE_RANGE_DIFFERS ? 0 : s.s64(info + FileDedupeRangeInfo.BYTES_DEDUPED);
        }
    }
}
