package posixkit.linux;

import static posixkit.constants.Open.O_CLOEXEC;

import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.linux.call.LinuxFileCalls;
import posixkit.linux.layout.FileHandleHead;
import posixkit.onlinux.FileHandle;
import posixkit.onlinux.FileHandles;
import posixkit.unix.CloseOnExec;
import posixkit.unix.Scratch;

final class LinuxFileHandles implements FileHandles {
    private final LinuxFileCalls calls;

    /** {@code O_CLOEXEC} if new descriptors are close-on-exec; otherwise 0. */
    private final int closeOnExec;

    LinuxFileHandles(LinuxFileCalls calls, CloseOnExec closeOnExec) {
        this.calls = calls;
        this.closeOnExec = closeOnExec.flag(O_CLOEXEC);
    }

    @Override
    public FileHandle nameToHandleAt(int dirfd, String path, int flags) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long name = s.string("path", path);
            long handle = s.alloc(FileHandleHead.SIZE + FileHandle.LONGEST);
            s.set32(handle + FileHandleHead.BYTES, FileHandle.LONGEST);
            // With some flags of newer kernels, the kernel writes 64 bits.
            long mount = s.allocZeroed(Long.BYTES);
            Outcome.ofPathAt(
                    "name_to_handle_at", dirfd, path, calls.name_to_handle_at(dirfd, name, handle, mount, flags));
            byte[] bytes = new byte[s.s32(handle + FileHandleHead.BYTES)];
            s.copyTo(bytes, 0, handle + FileHandleHead.SIZE, bytes.length);
            return new FileHandle(s.s32(handle + FileHandleHead.TYPE), bytes, s.s64(mount));
        }
    }

    @Override
    public int openByHandleAtOrErrno(int mountfd, FileHandle handle, int flags) {
        byte[] bytes = Objects.requireNonNull(handle, "handle").bytes();
        try (Scratch s = Scratch.open()) {
            long address = s.alloc(FileHandleHead.SIZE + bytes.length);
            s.set32(address + FileHandleHead.BYTES, bytes.length);
            s.set32(address + FileHandleHead.TYPE, handle.type());
            s.copyFrom(bytes, 0, address + FileHandleHead.SIZE, bytes.length);
            return calls.open_by_handle_at(mountfd, address, flags | closeOnExec);
        }
    }
}
