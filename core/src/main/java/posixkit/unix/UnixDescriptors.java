package posixkit.unix;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_DUPFD;
import static posixkit.constants.Fcntl.F_DUPFD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Fcntl.F_GETFL;
import static posixkit.constants.Fcntl.F_GETLK;
import static posixkit.constants.Fcntl.F_GETOWN;
import static posixkit.constants.Fcntl.F_OFD_GETLK;
import static posixkit.constants.Fcntl.F_OFD_SETLK;
import static posixkit.constants.Fcntl.F_OFD_SETLKW;
import static posixkit.constants.Fcntl.F_SETFD;
import static posixkit.constants.Fcntl.F_SETFL;
import static posixkit.constants.Fcntl.F_SETLK;
import static posixkit.constants.Fcntl.F_SETLKW;
import static posixkit.constants.Fcntl.F_SETOWN;
import static posixkit.constants.Ioctl.FIOCLEX;
import static posixkit.constants.Ioctl.FIONCLEX;
import static posixkit.constants.Ioctl.IOCSIZE_MASK;
import static posixkit.constants.Ioctl.IOC_IN;
import static posixkit.constants.Ioctl.IOC_OUT;
import static posixkit.constants.Ioctl.TIOCCBRK;
import static posixkit.constants.Ioctl.TIOCEXCL;
import static posixkit.constants.Ioctl.TIOCNOTTY;
import static posixkit.constants.Ioctl.TIOCNXCL;
import static posixkit.constants.Ioctl.TIOCSBRK;
import static posixkit.constants.Ioctl.TIOCSCTTY;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_NONBLOCK;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.Supplier;
import posixkit.ErrnoException;
import posixkit.Struct;
import posixkit.file.Flock;
import posixkit.file.Io;

/** {@link Io}: descriptors themselves, where they come from, and what they are told. <b>Internal.</b> */
abstract class UnixDescriptors implements Io {
    /** An argument whose length nobody told us. */
    protected static final int UNKNOWN = -1;

    private static final Set<Integer> COMMANDS_WITH_A_NUMBER =
            Set.of(F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETOWN, F_SETOWN);
    private static final Set<Integer> LOCK_COMMANDS =
            Set.of(F_GETLK, F_SETLK, F_SETLKW, F_OFD_GETLK, F_OFD_SETLK, F_OFD_SETLKW);
    private static final Set<Long> REQUESTS_WITH_A_NUMBER = Set.of(
            (long) FIOCLEX,
            (long) FIONCLEX,
            (long) TIOCEXCL,
            (long) TIOCNXCL,
            (long) TIOCNOTTY,
            (long) TIOCSCTTY,
            (long) TIOCSBRK,
            (long) TIOCCBRK);

    protected final Bindings bindings;
    private final LibC libc;
    private final VariadicCalls variadic;
    private final Supplier<? extends IoctlCalls> ioctls;
    private final Supplier<LockCalls> locks;
    private final Flock ours;

    UnixDescriptors(Bindings bindings, Supplier<? extends IoctlCalls> ioctls) {
        this.bindings = bindings;
        libc = bindings.libc();
        variadic = bindings.variadic();
        this.ioctls = ioctls;
        locks = new Lazy<>(() -> WaitingCalls.over(bindings.library().load(LockCalls.class)));
        ours = bindings.layouts().newFlock();
    }

    @Override
    public final int fcntl(int fd, int command, int argument) throws ErrnoException {
        if (!commandTakesNumber(command)) {
            throw new IllegalArgumentException("fcntl command " + command + " is not known to take a number");
        }
        return control("fcntl", fd, command, argument);
    }

    /** Whether a command's argument is a number. Any other would be an address to the kernel, and written to. */
    protected boolean commandTakesNumber(int command) {
        return COMMANDS_WITH_A_NUMBER.contains(command);
    }

    @Override
    public final void fcntl(int fd, int command, Flock lock) throws ErrnoException {
        int result;
        do {
            result = fcntlOrErrno(fd, command, lock);
        } while (result == -EINTR);
        Result.orThrow(result, "fcntl", "fd", fd);
    }

    @Override
    public final int fcntlOrErrno(int fd, int command, Flock lock) {
        Struct flock = Layouts.own(lock, ours);
        if (!LOCK_COMMANDS.contains(command)) {
            throw new IllegalArgumentException("fcntl command " + command + " is not about locks");
        }
        try (Scratch s = Scratch.open()) {
            long address = s.struct(flock);
            int result = Result.negate(variadic.fcntl(fd, command, address));
            return UnixMetadata.filled(result, s, address, flock);
        }
    }

    @Override
    public final Flock newFlock() {
        return bindings.layouts().newFlock();
    }

    @Override
    public final int fcntlPtr(int fd, int command, byte[] argument) throws ErrnoException {
        return fcntlPtr(fd, command, ByteBuffer.wrap(argument));
    }

    @Override
    public final int fcntlPtr(int fd, int command, ByteBuffer argument) throws ErrnoException {
        int size = sizeOfCommand(command);
        if (size == UNKNOWN) {
            throw new IllegalArgumentException("fcntl command " + command + " is not known to take a structure");
        }
        UnixIo.writable(argument);
        int position = roomFor(size, argument);
        try (Scratch s = Scratch.open()) {
            long address = s.bytes(argument, position, size);
            int result;
            do {
                result = Result.negate(variadic.fcntl(fd, command, address));
            } while (result == -EINTR);
            Result.orThrow(result, "fcntl", "fd", fd);
            s.copyTo(argument, position, address, size);
            return result;
        }
    }

    /** Whether a command may wait for others. */
    static boolean waits(int command) {
        return command == F_SETLKW || command == F_OFD_SETLKW;
    }

    /** How long the structure of a command is, or {@link #UNKNOWN}. */
    protected int sizeOfCommand(int command) {
        return LOCK_COMMANDS.contains(command) ? ((Struct) ours).bytes().length : UNKNOWN;
    }

    @Override
    public final void flock(int fd, int operation) throws ErrnoException {
        int result;
        do {
            result = flockOrErrno(fd, operation);
        } while (result == -EINTR);
        Result.orThrow(result, "flock", "fd", fd);
    }

    @Override
    public final int flockOrErrno(int fd, int operation) {
        return Result.negate(locks.get().flock(fd, operation));
    }

    @Override
    public final int ioctl(int fd, long request, long argument) throws ErrnoException {
        long number = Integer.toUnsignedLong((int) request);
        if (!requestTakesNumber(number)) {
            throw new IllegalArgumentException("ioctl request " + hex(number) + " is not known to take a number");
        }
        return Result.check(ioctls.get().ioctl(fd, number, argument), "ioctl", "fd", fd);
    }

    /** Whether a request's argument is a number, or nothing. Any other would be an address to the kernel, and written to. */
    protected boolean requestTakesNumber(long request) {
        return REQUESTS_WITH_A_NUMBER.contains(request);
    }

    @Override
    public final int ioctlPtr(int fd, long request, byte[] argument) throws ErrnoException {
        return ioctlPtr(fd, request, ByteBuffer.wrap(argument));
    }

    @Override
    public final int ioctlPtr(int fd, long request, ByteBuffer argument) throws ErrnoException {
        long number = Integer.toUnsignedLong((int) request);
        int size = requestTakesNumber(number) ? UNKNOWN : sizeOfRequest(number);
        if (size == UNKNOWN) {
            throw new IllegalArgumentException(
                    "how long the structure of ioctl request " + hex(number) + " is, is not known");
        }
        boolean in = (number & (IOC_IN | IOC_OUT)) == Integer.toUnsignedLong(IOC_IN);
        if (!in) {
            UnixIo.writable(argument);
        }
        int position = roomFor(size, argument);
        try (Scratch s = Scratch.open()) {
            long address = s.bytes(argument, position, size);
            int result = Result.check(ioctls.get().ioctl(fd, number, address), "ioctl", "fd", fd);
            if (!in) {
                s.copyTo(argument, position, address, size);
            }
            return result;
        }
    }

    /** How long the structure of a request is, as the request's own number has it, or {@link #UNKNOWN}. */
    protected int sizeOfRequest(long request) {
        boolean says = (request & (IOC_IN | IOC_OUT)) != 0 && (request & IOCSIZE_MASK) != 0;
        return says ? (int) (request & IOCSIZE_MASK) >> Integer.numberOfTrailingZeros(IOCSIZE_MASK) : UNKNOWN;
    }

    private static int roomFor(int size, ByteBuffer argument) {
        int position = argument.position();
        if (UnixIo.length(argument, position) < size) {
            throw new IllegalArgumentException("fewer bytes than the structure's " + size);
        }
        return position;
    }

    private static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }

    @Override
    public final int dup(int fd) throws ErrnoException {
        return control("dup", fd, F_DUPFD_CLOEXEC, 0);
    }

    @Override
    public final int dup2(int from, int to) throws ErrnoException {
        int result;
        do {
            result = Result.negate(libc.dup2(from, to));
        } while (result == -EINTR);
        return Result.orThrow(result, "dup2", "fd", from);
    }

    @Override
    public final int dup3(int from, int to, int flags) throws ErrnoException {
        int result;
        do {
            result = dup3OrErrno(from, to, flags | O_CLOEXEC);
        } while (result == -EINTR);
        return Result.orThrow(result, "dup3", "fd", from);
    }

    /** Made of what there is, for a system that has no such call: a program that another thread starts in between keeps it. */
    protected int dup3OrErrno(int from, int to, int flags) {
        if (from == to || flags != O_CLOEXEC) {
            return -EINVAL;
        }
        int result = Result.negate(libc.dup2(from, to));
        if (result >= 0) {
            int set = Result.negate(variadic.fcntl(to, F_SETFD, FD_CLOEXEC));
            return set < 0 ? set : result;
        }
        return result;
    }

    @Override
    public final int[] pipe() throws ErrnoException {
        return pipe("pipe", O_CLOEXEC);
    }

    @Override
    public final int[] pipe2(int flags) throws ErrnoException {
        return pipe("pipe2", flags | O_CLOEXEC);
    }

    private int[] pipe(String call, int flags) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long fds = s.alloc(2 * Integer.BYTES);
            Result.orThrow(pipeOrErrno(s, fds, flags), call);
            return new int[] {s.s32(fds), s.s32(fds + Integer.BYTES)};
        }
    }

    /**
     * Made of what there is, for a system that has no such call: a program that another thread starts in between keeps both.
     * Where something fails, nothing is left open.
     */
    protected int pipeOrErrno(Scratch s, long fds, int flags) {
        if ((flags & ~(O_CLOEXEC | O_NONBLOCK)) != 0) {
            return -EINVAL;
        }
        int result = Result.negate(libc.pipe(fds));
        if (result < 0) {
            return result;
        }
        int read = s.s32(fds);
        int write = s.s32(fds + Integer.BYTES);
        result = set(F_SETFD, FD_CLOEXEC, read, write);
        if (result == 0 && (flags & O_NONBLOCK) != 0) {
            result = set(F_SETFL, O_NONBLOCK, read, write);
        }
        if (result < 0) {
            libc.close(read);
            libc.close(write);
        }
        return result;
    }

    private int set(int command, int flag, int... fds) {
        int result = 0;
        for (int i = 0; i < fds.length && result == 0; i++) {
            result = Result.negate(variadic.fcntl(fds[i], command, flag));
        }
        return result;
    }

    private int control(String call, int fd, int command, int argument) throws ErrnoException {
        return Result.check(variadic.fcntl(fd, command, argument), call, "fd", fd);
    }
}
