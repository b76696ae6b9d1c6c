package posixkit.linux;

import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_process_vm_readv;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_process_vm_writev;

import java.nio.ByteBuffer;
import java.util.Objects;
import posixkit.linux.call.KernelCalls;
import posixkit.onlinux.ProcessMemory;
import posixkit.unix.Scratch;
import posixkit.unix.Vector;
import posixkit.unix.layout.Iovec;

final class LinuxProcessMemory implements ProcessMemory {
    private final KernelCalls kernel;

    LinuxProcessMemory(KernelCalls kernel) {
        this.kernel = kernel;
    }

    @Override
    public long processVmReadvOrErrno(int pid, ByteBuffer[] into, long[] addresses, long[] lengths) {
        Objects.requireNonNull(into, "into");
        try (Scratch s = Scratch.open()) {
            long remote = ranges(s, addresses, lengths);
            Vector local = s.vector();
            local.describe(s, into, false);
            return local.filled(
                    s,
                    kernel.syscall6(
                            SYS_process_vm_readv, pid, local.array(), local.count(), remote, addresses.length, 0));
        }
    }

    @Override
    public long processVmWritevOrErrno(int pid, ByteBuffer[] from, long[] addresses, long[] lengths) {
        Objects.requireNonNull(from, "from");
        try (Scratch s = Scratch.open()) {
            long remote = ranges(s, addresses, lengths);
            Vector local = s.vector();
            local.describe(s, from, true);
            return local.advanced(kernel.syscall6(
                    SYS_process_vm_writev, pid, local.array(), local.count(), remote, addresses.length, 0));
        }
    }

    /** Writes the ranges as an array of {@code struct iovec}, and returns its address. */
    private static long ranges(Scratch s, long[] addresses, long[] lengths) {
        Objects.requireNonNull(addresses, "addresses");
        if (Objects.requireNonNull(lengths, "lengths").length != addresses.length) {
            throw new IllegalArgumentException(
                    "lengths: " + lengths.length + " for " + addresses.length + " addresses");
        }
        long array = s.alloc(Math.multiplyExact(addresses.length, Iovec.SIZE));
        for (int i = 0; i < addresses.length; i++) {
            Iovec.base(s, array + (long) i * Iovec.SIZE, addresses[i]);
            Iovec.len(s, array + (long) i * Iovec.SIZE, lengths[i]);
        }
        return array;
    }
}
