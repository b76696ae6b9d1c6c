package posixkit.unix;

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
import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.Struct;
import posixkit.file.Flock;
import posixkit.file.Io;
import posixkit.unix.call.UnixCalls;

/** Implements the methods of {@link Io} that create, duplicate and control descriptors. <b>Internal.</b> */
abstract class UnixDescriptors implements Io {
    /** The result of {@link #sizeOfCommand} and {@link #sizeOfRequest} if posixkit does not know the size of the structure. */
    protected static final int UNKNOWN = -1;

    /**
     * The number of unused bytes that are allocated after the structure for {@code fcntl} or {@code ioctl}. The structure may be
     * larger than posixkit or the caller assumes. A driver that writes the whole structure then overwrites only unused bytes.
     */
    private static final int SLACK = 4096;

    private static final NumberSet COMMANDS_WITH_A_NUMBER =
            NumberSet.of(F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETOWN, F_SETOWN);
    private static final NumberSet LOCK_COMMANDS =
            NumberSet.of(F_GETLK, F_SETLK, F_SETLKW, F_OFD_GETLK, F_OFD_SETLK, F_OFD_SETLKW);
    private static final NumberSet REQUESTS_WITH_A_NUMBER =
            NumberSet.of(FIOCLEX, FIONCLEX, TIOCEXCL, TIOCNXCL, TIOCNOTTY, TIOCSCTTY, TIOCSBRK, TIOCCBRK);

    protected final Bindings bindings;
    private final UnixCalls calls;

    UnixDescriptors(Bindings bindings) {
        this.bindings = bindings;
        calls = bindings.calls();
    }

    @Override
    public final int fcntlOrErrno(int fd, int command, int argument) {
        if (!commandTakesNumber(command)) {
            throw new IllegalArgumentException("command: " + command + " is not known to take a number");
        }
        return calls.io().fcntl(fd, command, argument);
    }

    /**
     * Returns true if the argument of the {@code fcntl} command {@code command} is a number. For any other command, the kernel
     * would use the argument as an address.
     */
    protected boolean commandTakesNumber(int command) {
        return COMMANDS_WITH_A_NUMBER.contains(command);
    }

    @Override
    public final int fcntlOrErrno(int fd, int command, Flock lock) {
        Struct flock = bindings.layouts().own("lock", lock, Layouts.FLOCK);
        if (!LOCK_COMMANDS.contains(command)) {
            throw new IllegalArgumentException("command: " + command + " is not about locks");
        }
        try (Scratch s = Scratch.open()) {
            long address = s.struct(flock);
            int result = calls.io().fcntl(fd, command, address);
            return s.filled(result, address, flock);
        }
    }

    @Override
    public final Flock newFlock() {
        return bindings.layouts().newFlock();
    }

    @Override
    public final int fcntlPtrOrErrno(int fd, int command, byte[] argument) {
        Objects.requireNonNull(argument, "argument");
        return control(false, fd, command, argument, knownSizeOfCommand(command));
    }

    @Override
    public final int fcntlPtrOrErrno(int fd, int command, ByteBuffer argument) {
        Objects.requireNonNull(argument, "argument");
        return control(false, fd, command, argument, knownSizeOfCommand(command));
    }

    @Override
    public final int fcntlPtrOrErrno(int fd, int command, byte[] argument, int size) {
        Objects.requireNonNull(argument, "argument");
        return control(false, fd, command, argument, statedSizeOfCommand(command, size));
    }

    @Override
    public final int fcntlPtrOrErrno(int fd, int command, ByteBuffer argument, int size) {
        Objects.requireNonNull(argument, "argument");
        return control(false, fd, command, argument, statedSizeOfCommand(command, size));
    }

    private int knownSizeOfCommand(int command) {
        int size = sizeOfCommand(command);
        if (size == UNKNOWN) {
            refuseNumber("command", command, commandTakesNumber(command));
            throw unknown("command", command, "fcntlPtr(fd, command, argument, size)");
        }
        return size;
    }

    private int statedSizeOfCommand(int command, int size) {
        refuseNumber("command", command, commandTakesNumber(command));
        return statedSize(size, sizeOfCommand(command));
    }

    /** Returns the size in bytes of the structure that the {@code fcntl} command {@code command} takes, or {@link #UNKNOWN}. */
    protected int sizeOfCommand(int command) {
        return LOCK_COMMANDS.contains(command) ? bindings.layouts().size(Layouts.FLOCK) : UNKNOWN;
    }

    @Override
    public final int flockOrErrno(int fd, int operation) {
        return calls.io().flock(fd, operation);
    }

    @Override
    public final int ioctlOrErrno(int fd, long request, long argument) {
        long number = Integer.toUnsignedLong((int) request);
        if (!requestTakesNumber(number)) {
            throw new IllegalArgumentException("request: " + hex(number) + " is not known to take a number");
        }
        return calls.io().ioctl(fd, number, argument);
    }

    /**
     * Returns true if the {@code ioctl} request {@code request} takes a number or no argument. For any other request, a driver
     * would use the argument as an address.
     */
    protected boolean requestTakesNumber(long request) {
        return REQUESTS_WITH_A_NUMBER.contains(request);
    }

    @Override
    public final int ioctlPtrOrErrno(int fd, long request, byte[] argument) {
        Objects.requireNonNull(argument, "argument");
        long number = Integer.toUnsignedLong((int) request);
        return control(true, fd, number, argument, knownSizeOfRequest(number));
    }

    @Override
    public final int ioctlPtrOrErrno(int fd, long request, ByteBuffer argument) {
        Objects.requireNonNull(argument, "argument");
        long number = Integer.toUnsignedLong((int) request);
        return control(true, fd, number, argument, knownSizeOfRequest(number));
    }

    @Override
    public final int ioctlPtrOrErrno(int fd, long request, byte[] argument, int size) {
        Objects.requireNonNull(argument, "argument");
        long number = Integer.toUnsignedLong((int) request);
        return control(true, fd, number, argument, statedSizeOfRequest(number, size));
    }

    @Override
    public final int ioctlPtrOrErrno(int fd, long request, ByteBuffer argument, int size) {
        Objects.requireNonNull(argument, "argument");
        long number = Integer.toUnsignedLong((int) request);
        return control(true, fd, number, argument, statedSizeOfRequest(number, size));
    }

    private int knownSizeOfRequest(long request) {
        refuseNumber("request", request, requestTakesNumber(request));
        int size = sizeOfRequest(request);
        if (size == UNKNOWN) {
            throw unknown("request", request, "ioctlPtr(fd, request, argument, size)");
        }
        return size;
    }

    private int statedSizeOfRequest(long request, int size) {
        refuseNumber("request", request, requestTakesNumber(request));
        return statedSize(size, sizeOfRequest(request));
    }

    /**
     * Copies the structure from the first {@code size} bytes of {@code argument} to native memory. Calls {@code fcntl} or
     * {@code ioctl} with this copy. If the call succeeds, copies the structure back to {@code argument}.
     */
    private int control(boolean isIoctl, int fd, long number, byte[] argument, int size) {
        requireRoom(argument.length, size);
        try (Scratch s = Scratch.open()) {
            long address = s.alloc(room(size));
            s.copyFrom(argument, 0, address, size);
            int result = control(isIoctl, fd, number, address);
            if (result >= 0) {
                s.copyTo(argument, 0, address, size);
            }
            return result;
        }
    }

    /**
     * Copies the structure at the position of {@code argument} to native memory. Calls {@code fcntl} or {@code ioctl} with this
     * copy. If the call succeeds, copies the structure back to {@code argument}, unless {@code argument} is read-only.
     *
     * <p>In the number of an {@code ioctl} request, the bit {@code IOC_IN} says that the driver reads the structure. The bit
     * {@code IOC_OUT} says that the driver writes the structure. This method accepts a read-only {@code argument} only for
     * {@code ioctl}, and only if {@code IOC_IN} is set and {@code IOC_OUT} is not set.
     *
     * <p>For some requests, the bit {@code IOC_OUT} may be wrong: the driver writes the structure although the bit is not set. So
     * this method copies the structure back to every writable {@code argument}, whether {@code IOC_OUT} is set or not.
     */
    private int control(boolean isIoctl, int fd, long number, ByteBuffer argument, int size) {
        boolean isOnlyRead = isIoctl && (number & (IOC_IN | IOC_OUT)) == Integer.toUnsignedLong(IOC_IN);
        if (!isOnlyRead) {
            UnixIo.requireWritable("argument", argument);
        }
        int position = argument.position();
        requireRoom(UnixIo.length(argument, position), size);
        try (Scratch s = Scratch.open()) {
            long address = s.alloc(room(size));
            s.copyFrom(argument, position, address, size);
            int result = control(isIoctl, fd, number, address);
            if (result >= 0 && !argument.isReadOnly()) {
                s.copyTo(argument, position, address, size);
            }
            return result;
        }
    }

    private int control(boolean isIoctl, int fd, long number, long address) {
        return isIoctl ? calls.io().ioctl(fd, number, address) : calls.io().fcntl(fd, (int) number, address);
    }

    /**
     * Returns the size in bytes of the structure that the {@code ioctl} request {@code request} takes, or {@link #UNKNOWN}. A
     * request number contains a size field, but for some requests this field is wrong. A subclass that returns the size field
     * must know that the field is right for this request.
     */
    protected int sizeOfRequest(long request) {
        return UNKNOWN;
    }

    /**
     * Returns the size field of the {@code ioctl} request number {@code request}. If the field is known to be right for this
     * request, the result is the size of the structure in bytes.
     */
    protected static int sizeInNumber(long request) {
        return (int) (request & IOCSIZE_MASK) >> Integer.numberOfTrailingZeros(IOCSIZE_MASK);
    }

    private static void refuseNumber(String argument, long number, boolean takesNumber) {
        if (takesNumber) {
            throw new IllegalArgumentException(argument + ": " + hex(number) + " takes a number, not a structure");
        }
    }

    private static IllegalArgumentException unknown(String argument, long number, String form) {
        return new IllegalArgumentException(
                argument + ": " + hex(number) + " is not known to posixkit; state its size: " + form);
    }

    private static int statedSize(int size, int known) {
        if (size < Math.max(known, 0)) {
            throw new IllegalArgumentException(
                    "size: " + size + (known == UNKNOWN ? "" : ", but the structure has " + known + " bytes"));
        }
        return size;
    }

    private static void requireRoom(int length, int size) {
        if (length < size) {
            throw new IllegalArgumentException(
                    "argument: " + length + " bytes, but the structure has " + size + " bytes");
        }
    }

    private static int room(int size) {
        return (int) Math.min((long) size + SLACK, Integer.MAX_VALUE);
    }

    private static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }

    @Override
    public final int dupOrErrno(int fd) {
        return calls.io().fcntl(fd, bindings.closeOnExec() == CloseOnExec.YES ? F_DUPFD_CLOEXEC : F_DUPFD, 0);
    }

    @Override
    public final int dup2OrErrno(int from, int to) {
        return calls.io().dup2(from, to);
    }

    @Override
    public final int dup3OrErrno(int from, int to, int flags) {
        return dup3At(from, to, flags | bindings.closeOnExec().flag(O_CLOEXEC));
    }

    /**
     * Duplicates the descriptor {@code from}. The duplicate has the number {@code to}, and is close-on-exec if {@code flags}
     * contains {@code O_CLOEXEC}. Returns {@code to}, or −errno. This implementation is for an operating system without
     * {@code dup3}. It calls {@code dup2} and then {@code fcntl}. If another thread starts a program between these two calls, the
     * program inherits the duplicate.
     */
    protected int dup3At(int from, int to, int flags) {
        if (from == to || (flags & ~O_CLOEXEC) != 0) {
            return -EINVAL;
        }
        int result = calls.io().dup2(from, to);
        if (result >= 0 && flags != 0) {
            int set = calls.io().fcntl(to, F_SETFD, FD_CLOEXEC);
            return set < 0 ? set : result;
        }
        return result;
    }

    @Override
    public final int[] pipe() throws ErrnoException {
        return pipe("pipe", bindings.closeOnExec().flag(O_CLOEXEC));
    }

    @Override
    public final int[] pipe2(int flags) throws ErrnoException {
        return pipe("pipe2", flags | bindings.closeOnExec().flag(O_CLOEXEC));
    }

    private int[] pipe(String call, int flags) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long fds = s.alloc(2 * Integer.BYTES);
            Outcome.of(call, pipeOrErrno(s, fds, flags));
            return new int[] {s.s32(fds), s.s32(fds + Integer.BYTES)};
        }
    }

    /**
     * Creates a pipe, and returns 0 or −errno. Writes the two descriptors to the address {@code fds}, which is in the temporary
     * native memory {@code s}. This implementation is for an operating system without {@code pipe2}. It creates the pipe with one
     * call, and sets close-on-exec, if {@code flags} contains {@code O_CLOEXEC}, with later calls. If another thread starts a program before the later calls, the program
     * inherits the descriptors. If close-on-exec or another flag cannot be set, this method closes both descriptors.
     */
    protected int pipeOrErrno(Scratch s, long fds, int flags) {
        if ((flags & ~(O_CLOEXEC | O_NONBLOCK)) != 0) {
            return -EINVAL;
        }
        int result = calls.io().pipe(fds);
        if (result < 0) {
            return result;
        }
        int read = s.s32(fds);
        int write = s.s32(fds + Integer.BYTES);
        if ((flags & O_CLOEXEC) != 0) {
            result = set(F_SETFD, FD_CLOEXEC, read, write);
        }
        if (result == 0 && (flags & O_NONBLOCK) != 0) {
            result = set(F_SETFL, O_NONBLOCK, read, write);
        }
        if (result < 0) {
            calls.io().close(read);
            calls.io().close(write);
        }
        return result;
    }

    private int set(int command, int flag, int... fds) {
        int result = 0;
        for (int i = 0; i < fds.length && result == 0; i++) {
            result = calls.io().fcntl(fds[i], command, flag);
        }
        return result;
    }
}
