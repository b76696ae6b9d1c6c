package posixkit.unix;

import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENAMETOOLONG;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Errno.ERANGE;

import java.util.Objects;
import java.util.OptionalLong;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.Struct;
import posixkit.system.Host;
import posixkit.system.Utsname;
import posixkit.unix.call.UnixCalls;

/** Implements {@link Host} for Linux and macOS. <b>Internal.</b> */
public final class UnixHost implements Host {
    /** The size of the first buffer for a text, in bytes. */
    private static final int FIRST_GUESS = 256;

    /** The averages of the load: of one minute, five and fifteen. */
    private static final int LOADS = 3;

    private final UnixCalls calls;
    private final Layouts layouts;

    public UnixHost(Bindings bindings) {
        calls = bindings.calls();
        layouts = bindings.layouts();
    }

    @Override
    public void sync() {
        calls.host().sync();
    }

    @Override
    public int getdtablesize() {
        return calls.host().getdtablesize();
    }

    @Override
    public int getpagesize() {
        return calls.host().getpagesize();
    }

    /**
     * Reads a limit with the C function {@code sysconf}. The result −1 means "failed" or "no limit", and only errno tells which
     * of them. But errno may come from an earlier call. So after a result −1, this method sets errno to EBADF, an error that
     * {@code sysconf} never reports, and calls {@code sysconf} again. If errno is then EINVAL or ENOSYS, the call has failed.
     * Otherwise there is no limit.
     */
    @Override
    public OptionalLong sysconf(int name) throws ErrnoException {
        long value = calls.host().sysconf(name);
        if (value < 0) {
            Result.leaveEbadf(calls);
            value = calls.host().sysconf(name);
            if (value == -EINVAL || value == -ENOSYS) {
                throw new ErrnoException("sysconf", (int) -value, "name " + name);
            }
        }
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** As in {@link #sysconf}, 0 means "failed" or "no value", and only errno tells which of them. */
    @Override
    public String confstr(int name) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            for (long size = FIRST_GUESS; ; ) {
                long buffer = s.alloc(Math.toIntExact(size));
                long length = calls.host().confstr(name, buffer, size);
                if (length <= 0) {
                    Result.leaveEbadf(calls);
                    length = calls.host().confstr(name, buffer, size);
                }
                if (length == -EINVAL || length == -ENOSYS) {
                    throw new ErrnoException("confstr", (int) -length, "name " + name);
                }
                if (length <= 0) {
                    return null;
                }
                if (length <= size) {
                    return s.text(buffer);
                }
                size = length;
            }
        }
    }

    @Override
    public String gethostname() throws ErrnoException {
        return name("gethostname", calls.host()::gethostname);
    }

    @Override
    public String getdomainname() throws ErrnoException {
        return name("getdomainname", calls.host()::getdomainname);
    }

    /** A C function that stores a name. */
    private interface Naming {
        int name(long buffer, long size);
    }

    /** Repeats the call with more room if the name was cut off. A name that was cut off may have no NUL. */
    private static String name(String call, Naming function) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            for (int size = FIRST_GUESS; ; size = Math.multiplyExact(size, 2)) {
                long buffer = s.alloc(size);
                s.set8(buffer + size - 1, 0);
                int result = function.name(buffer, size - 1);
                if (result == -ENAMETOOLONG) {
                    continue;
                }
                Outcome.of(call, result);
                if (s.length(buffer) < size - 2) {
                    return s.text(buffer);
                }
            }
        }
    }

    @Override
    public int sethostnameOrErrno(String name) {
        try (Scratch s = Scratch.open()) {
            long address = s.string("name", name);
            return calls.host().sethostname(address, s.length(address));
        }
    }

    @Override
    public int setdomainnameOrErrno(String name) {
        try (Scratch s = Scratch.open()) {
            long address = s.string("name", name);
            return calls.host().setdomainname(address, s.length(address));
        }
    }

    @Override
    public int gethostid() {
        return (int) calls.host().gethostid();
    }

    @Override
    public double[] getloadavg() throws ErrnoException {
        double[] loads = new double[LOADS];
        try (Scratch s = Scratch.open()) {
            long buffer = s.allocZeroed(LOADS * Double.BYTES);
            Outcome.of("getloadavg", calls.host().getloadavg(buffer, LOADS));
            for (int i = 0; i < LOADS; i++) {
                loads[i] = Double.longBitsToDouble(s.s64(buffer + (long) i * Double.BYTES));
            }
            return loads;
        }
    }

    @Override
    public int getentropyOrErrno(byte[] into) {
        int length = Objects.requireNonNull(into, "into").length;
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(length);
            int result = calls.host().getentropy(buffer, length);
            if (result == 0) {
                s.copyTo(into, 0, buffer, length);
            }
            return result;
        }
    }

    /** EINVAL means that the number is unknown. The buffer has a text then too. */
    @Override
    public String strerror(int errno) {
        try (Scratch s = Scratch.open()) {
            for (int size = FIRST_GUESS; ; size = Math.multiplyExact(size, 2)) {
                long buffer = s.alloc(size);
                int result = calls.host().strerror_r(errno, buffer, size);
                if (result == -ENOSYS) {
                    throw new UnsupportedOperationException("this C library lacks strerror_r");
                }
                if (result != -ERANGE) {
                    return s.text(buffer);
                }
            }
        }
    }

    @Override
    public int unameOrErrno(Utsname into) {
        Struct name = layouts.own("into", into, Layouts.UTSNAME);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(name.bytes().length);
            return s.filled(calls.host().uname(buffer), buffer, name);
        }
    }

    @Override
    public Utsname newUtsname() {
        return layouts.newUtsname();
    }
}
