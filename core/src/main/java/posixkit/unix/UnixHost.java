package posixkit.unix;

import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOSYS;

import java.util.OptionalLong;
import posixkit.ErrnoException;
import posixkit.Struct;
import posixkit.ffi.Native;
import posixkit.system.Host;
import posixkit.system.Utsname;

/** Implements {@link Host} for Linux and macOS. <b>Internal.</b> */
public final class UnixHost implements Host {
    private final LibC libc;
    private final SysCalls calls;
    private final Layouts layouts;
    private final Utsname ownUtsname;

    public UnixHost(Bindings bindings) {
        libc = bindings.libc();
        calls = bindings.library().load(SysCalls.class);
        layouts = bindings.layouts();
        ownUtsname = layouts.newUtsname();
    }

    @Override
    public void sync() {
        calls.sync();
    }

    @Override
    public int getdtablesize() {
        return calls.getdtablesize();
    }

    @Override
    public int getpagesize() {
        return calls.getpagesize();
    }

    /**
     * Reads a limit with {@code sysconf}. The result −1 means "failed" or "no limit", and only errno tells which. But errno may
     * come from an earlier call. So after a result −1, this method sets errno to EBADF, which {@code sysconf} never does, and
     * calls {@code sysconf} again. If errno is then EINVAL or ENOSYS, the call has failed. Otherwise there is no limit.
     */
    @Override
    public OptionalLong sysconf(int name) throws ErrnoException {
        long value = calls.sysconf(name);
        if (value == -1) {
            Result.leaveEbadf(libc);
            value = calls.sysconf(name);
            int errno = Native.errno();
            if (value == -1 && (errno == EINVAL || errno == ENOSYS)) {
                throw new ErrnoException("sysconf", errno, "name " + name);
            }
        }
        return value == -1 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Override
    public int unameOrErrno(Utsname into) {
        Struct name = Layouts.own("into", into, ownUtsname);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(name.bytes().length);
            return s.filled(Result.negate(calls.uname(buffer)), buffer, name);
        }
    }

    @Override
    public Utsname newUtsname() {
        return layouts.newUtsname();
    }
}
