package posixkit.linux;

import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.onlinux.constants.LinuxFcntl.F_ADD_SEALS;
import static posixkit.onlinux.constants.LinuxFcntl.F_GET_SEALS;
import static posixkit.onlinux.constants.LinuxMmap.MREMAP_MAYMOVE;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_memfd_secret;

import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.linux.call.LinuxCalls;
import posixkit.linux.call.LinuxMemoryCalls;
import posixkit.linux.call.SyscallCalls;
import posixkit.memory.Mapping;
import posixkit.memory.Region;
import posixkit.onlinux.OnLinuxMemory;
import posixkit.unix.Bindings;
import posixkit.unix.UnixMemory;
import posixkit.unix.call.IoCalls;

final class LinuxOnlyMemory implements OnLinuxMemory {
    private final UnixMemory memory;
    private final LinuxMemoryCalls calls;
    private final SyscallCalls kernel;
    private final IoCalls io;
    private final UnixMemory.Use lock;

    /** {@code O_CLOEXEC} if new descriptors are close-on-exec; otherwise 0. */
    private final int closeOnExec;

    /** @param memory keeps the mappings */
    LinuxOnlyMemory(Bindings bindings, LinuxCalls linux, UnixMemory memory) {
        this.memory = memory;
        calls = linux.linuxMemory();
        kernel = linux.syscall();
        io = bindings.calls().io();
        lock = calls::mlock2;
        closeOnExec = bindings.closeOnExec().flag(O_CLOEXEC);
    }

    @Override
    public Mapping mremap(Mapping mapping, long newLength, int flags) throws ErrnoException {
        Objects.requireNonNull(mapping, "mapping");
        if ((flags & ~MREMAP_MAYMOVE) != 0) {
            throw new IllegalArgumentException("flags: 0x" + Integer.toHexString(flags) + " may replace a mapping");
        }
        return memory.resized(
                mapping, newLength, (address, length) -> calls.mremap(address, length, newLength, flags, 0));
    }

    @Override
    public int mlock2OrErrno(Region region, int flags) {
        return memory.use(region, lock, flags);
    }

    /** By its number, because libc has no function for it. */
    @Override
    public int memfdSecretOrErrno(int flags) {
        return (int) kernel.syscall(SYS_memfd_secret, flags | closeOnExec, 0, 0, 0);
    }

    @Override
    public int addSealsOrErrno(int fd, int seals) {
        return io.fcntl(fd, F_ADD_SEALS, seals);
    }

    @Override
    public int getSealsOrErrno(int fd) {
        return io.fcntl(fd, F_GET_SEALS, 0);
    }
}
