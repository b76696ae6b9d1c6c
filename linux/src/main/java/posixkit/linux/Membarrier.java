package posixkit.linux;

import static posixkit.onlinux.constants.LinuxMembarrier.MEMBARRIER_CMD_PRIVATE_EXPEDITED;
import static posixkit.onlinux.constants.LinuxMembarrier.MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_membarrier;

import posixkit.linux.call.SyscallCalls;
import posixkit.unix.Barrier;

/** Implements {@link Barrier} with the system call {@code membarrier}. Linux has the commands that this class uses since 4.14. */
final class Membarrier implements Barrier {
    private final SyscallCalls kernel;

    Membarrier(SyscallCalls kernel) {
        this.kernel = kernel;
    }

    @Override
    public boolean prepare() {
        return works(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED);
    }

    @Override
    public boolean run() {
        return works(MEMBARRIER_CMD_PRIVATE_EXPEDITED);
    }

    private boolean works(int command) {
        return kernel.syscall(SYS_membarrier, command, 0, 0, 0) == 0;
    }
}
