package posixkit.onlinux;

import java.nio.ByteBuffer;
import java.util.Objects;
import posixkit.Call;
import posixkit.ErrnoException;
import posixkit.Outcome;

/**
 * Copies bytes between this process and another one, without {@link Ptrace}. The user needs the right to trace the other process.
 * It is not stopped meanwhile, so it may change the bytes while they are copied.
 */
public interface ProcessMemory {
    /**
     * Copies bytes from the memory of the process {@code pid} to buffers, and returns their number. The bytes come from several
     * ranges, one after the other: range i begins at {@code addresses[i]} and has {@code lengths[i]} bytes. They fill the buffers one
     * after the other, whose positions move.
     *
     * <p>{@code ssize_t process_vm_readv(pid_t pid, const struct iovec *local_iov, unsigned long liovcnt, const struct iovec
     * *remote_iov, unsigned long riovcnt, unsigned long flags)} {@index process_vm_readv}
     *
     * <p>The number may be less than asked for, if a range contains addresses that do not exist in the other process.
     *
     * @throws ErrnoException EFAULT: the first address does not exist; ESRCH: there is no such process; EPERM: the user may not trace
     *     it; EINVAL: there are more than 1024 ranges or buffers, or a length is negative
     */
    @Call("process_vm_readv(2)")
    default long processVmReadv(int pid, ByteBuffer[] into, long[] addresses, long[] lengths) throws ErrnoException {
        return Outcome.of("process_vm_readv", "pid", pid, processVmReadvOrErrno(pid, into, addresses, lengths));
    }

    /** Same as {@link #processVmReadv(int, ByteBuffer[], long[], long[])}, but returns the number of bytes or −errno. */
    long processVmReadvOrErrno(int pid, ByteBuffer[] into, long[] addresses, long[] lengths);

    /** Fills {@code into} with the bytes from {@code address} on in the memory of the process {@code pid}. Returns their number. */
    default int processVmReadv(int pid, ByteBuffer into, long address) throws ErrnoException {
        ByteBuffer[] one = {Objects.requireNonNull(into, "into")};
        long[] length = {into.remaining()};
        return (int) processVmReadv(pid, one, new long[] {address}, length);
    }

    /**
     * Copies bytes from buffers to the memory of the process {@code pid}, and returns their number. The other rules are those of
     * {@link #processVmReadv(int, ByteBuffer[], long[], long[])}.
     *
     * <p>{@code ssize_t process_vm_writev(pid_t pid, const struct iovec *local_iov, unsigned long liovcnt, const struct iovec
     * *remote_iov, unsigned long riovcnt, unsigned long flags)} {@index process_vm_writev}
     *
     * <p><b>In a JVM:</b> {@code pid} may be this process. Wrong bytes at a wrong address end the JVM then.
     *
     * @throws ErrnoException EFAULT: the first address does not exist or is read-only; ESRCH: there is no such process; EPERM: the
     *     user may not trace it; EINVAL: there are more than 1024 ranges or buffers, or a length is negative
     */
    @Call("process_vm_writev(2)")
    default long processVmWritev(int pid, ByteBuffer[] from, long[] addresses, long[] lengths) throws ErrnoException {
        return Outcome.of("process_vm_writev", "pid", pid, processVmWritevOrErrno(pid, from, addresses, lengths));
    }

    /** Same as {@link #processVmWritev(int, ByteBuffer[], long[], long[])}, but returns the number of bytes or −errno. */
    long processVmWritevOrErrno(int pid, ByteBuffer[] from, long[] addresses, long[] lengths);

    /** Writes the remaining bytes of {@code from} to {@code address} in the memory of the process {@code pid}. Returns their number. */
    default int processVmWritev(int pid, ByteBuffer from, long address) throws ErrnoException {
        ByteBuffer[] one = {Objects.requireNonNull(from, "from")};
        long[] length = {from.remaining()};
        return (int) processVmWritev(pid, one, new long[] {address}, length);
    }
}
