package posixkit.unix;

import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOSYS;

import posixkit.ErrnoException;
import posixkit.Struct;
import posixkit.ffi.Native;
import posixkit.system.Host;
import posixkit.system.Utsname;

/** {@link Host}. <b>Internal.</b> */
public final class UnixHost implements Host {
    private final LibC libc;
    private final SysCalls calls;
    private final Layouts layouts;
    private final Utsname ours;

    public UnixHost(Bindings bindings) {
        libc = bindings.libc();
        calls = bindings.library().load(SysCalls.class);
        layouts = bindings.layouts();
        ours = layouts.newUtsname();
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

    /** See {@link UnixProcesses#getpriority}. */
    @Override
    public long sysconf(int name) throws ErrnoException {
        long value = calls.sysconf(name);
        if (value == -1) {
            Result.leaveEbadf(libc);
            value = calls.sysconf(name);
            int errno = Native.errno();
            if (value == -1 && (errno == EINVAL || errno == ENOSYS)) {
                throw new ErrnoException("sysconf", errno, "name " + name);
            }
        }
        return value;
    }

    @Override
    public void uname(Utsname into) throws ErrnoException {
        Struct name = Layouts.own(into, ours);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(name.bytes().length);
            Result.check(calls.uname(buffer), "uname");
            s.copyTo(name, buffer);
        }
    }

    @Override
    public Utsname newUtsname() {
        return layouts.newUtsname();
    }
}
