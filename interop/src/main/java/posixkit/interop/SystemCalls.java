package posixkit.interop;

import static posixkit.constants.Errno.EFAULT;
import static posixkit.constants.Errno.EINVAL;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import jnr.constants.platform.Confstr;
import jnr.constants.platform.Sysconf;
import jnr.ffi.Runtime;
import jnr.posix.DefaultNativeTimeval;
import jnr.posix.POSIXHandler;
import jnr.posix.Times;
import jnr.posix.Timeval;
import posixkit.ErrnoException;
import posixkit.Names;
import posixkit.Posix;
import posixkit.process.Tms;
import posixkit.system.Environment;
import posixkit.system.Host;

/** The calls about the system and this process as a whole: clocks, limits, the environment, the locale. */
abstract class SystemCalls extends AccountCalls {
    private final Host host;
    private final Environment environment;

    SystemCalls(Posix posix, OwnLibC libc, POSIXHandler handler) {
        super(posix, libc, handler);
        host = posix.host();
        environment = posix.environment();
    }

    // Clocks

    @Override
    public final Timeval allocateTimeval() {
        return new DefaultNativeTimeval(Runtime.getSystemRuntime());
    }

    @Override
    public final int gettimeofday(Timeval tv) {
        if (tv == null) {
            return failed(EFAULT);
        }
        posixkit.time.Timeval now = posix.clocks().newTimeval();
        int result = result(posix.clocks().gettimeofdayOrErrno(now));
        if (result == 0) {
            tv.sec(now.sec());
            tv.usec(now.usec());
        }
        return result;
    }

    @Override
    public final Times times() {
        Tms used = processes.newTms();
        return result(processes.timesOrErrno(used)) < 0 ? null : new Ticks(used);
    }

    /** The processor times of this process and its children, in ticks. */
    private record Ticks(Tms used) implements Times {
        @Override
        public long utime() {
            return used.utime();
        }

        @Override
        public long stime() {
            return used.stime();
        }

        @Override
        public long cutime() {
            return used.cutime();
        }

        @Override
        public long cstime() {
            return used.cstime();
        }
    }

    // The system

    @Override
    public final int getdtablesize() {
        return host.getdtablesize();
    }

    @Override
    public final long sysconf(Sysconf name) {
        try {
            int before = errno();
            OptionalLong value = host.sysconf(name.intValue());
            return value.isPresent() ? value.getAsLong() : unlimited(before);
        } catch (ErrnoException e) {
            return failed(e);
        }
    }

    @Override
    public final int confstr(Confstr name, ByteBuffer buf, int len) {
        return (int) confstr(name, buf, (long) len);
    }

    /**
     * A method of {@code POSIX} since version 3.2.6. Returns the size of the text with its NUL byte, and copies as much of the
     * text as fits. Returns 0 if there is no such text; if the name is unknown, sets the error number too.
     */
    public final long confstr(Confstr name, ByteBuffer buf, long len) {
        ByteBuffer window = buf == null || len <= 0
                ? ByteBuffer.allocate(0)
                : windows.writableWindow("buf", buf, Bytes.checkLength("len", buf, len));
        try {
            String text = host.confstr(name.intValue());
            if (text == null) {
                return 0;
            }
            byte[] bytes = Names.bytes(text);
            if (window.hasRemaining()) {
                window.put(bytes, 0, Math.min(bytes.length, window.remaining() - 1));
                window.put((byte) 0);
            }
            return bytes.length + 1;
        } catch (ErrnoException e) {
            failed(e);
            return 0;
        }
    }

    @Override
    public final String gethostname() {
        try {
            return host.gethostname();
        } catch (ErrnoException e) {
            return helper.gethostname();
        }
    }

    @Override
    public final String strerror(int code) {
        return host.strerror(code);
    }

    // This process

    @Override
    public final int raise(int sig) {
        return result(processes.raiseOrErrno(sig));
    }

    @Override
    public final int daemon(int nochdir, int noclose) {
        return result(processes.daemonOrErrno(nochdir != 0, noclose != 0));
    }

    @Override
    public final String getenv(String envName) {
        return environment.getenv(envName);
    }

    @Override
    public final int setenv(String envName, String envValue, int overwrite) {
        return envName == null ? failed(EINVAL) : result(environment.setenvOrErrno(envName, envValue, overwrite != 0));
    }

    @Override
    public final int unsetenv(String envName) {
        return envName == null ? failed(EINVAL) : result(environment.unsetenvOrErrno(envName));
    }

    @Override
    public final String setlocale(int category, String locale) {
        return environment.setlocale(category, locale);
    }

    @Override
    public final String nl_langinfo(int item) {
        return environment.nlLanginfo(item);
    }
}
