package posixkit.unix;

import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOSYS;

import java.util.OptionalLong;
import posixkit.ErrnoException;
import posixkit.Struct;
import posixkit.system.Host;
import posixkit.system.Utsname;
import posixkit.unix.call.UnixCalls;

/** Implements {@link Host} for Linux and macOS. <b>Internal.</b> */
public final class UnixHost implements Host {
    private final UnixCalls calls;
    private final Layouts layouts;
    private final Utsname ownUtsname;

    public UnixHost(Bindings bindings) {
        calls = bindings.calls();
        layouts = bindings.layouts();
        ownUtsname = layouts.newUtsname();
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

    @Override
    public int unameOrErrno(Utsname into) {
        Struct name = Layouts.own("into", into, ownUtsname);
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
