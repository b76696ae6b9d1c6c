package posixkit.linux;

import static posixkit.onlinux.constants.LinuxSyslog.SYSLOG_ACTION_CONSOLE_LEVEL;
import static posixkit.onlinux.constants.LinuxSyslog.SYSLOG_ACTION_READ_ALL;
import static posixkit.onlinux.constants.LinuxSyslog.SYSLOG_ACTION_SIZE_BUFFER;
import static posixkit.onlinux.constants.LinuxSyslog.SYSLOG_ACTION_SIZE_UNREAD;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.linux.call.LinuxHostCalls;
import posixkit.linux.layout.Sysinfo_t;
import posixkit.onlinux.OnLinuxHost;
import posixkit.onlinux.Sysinfo;
import posixkit.unix.Scratch;

final class LinuxOnlyHost implements OnLinuxHost {
    /** The largest part of an array that one call fills. */
    private static final int MOST = 1024 * 1024;

    private final LinuxHostCalls calls;

    LinuxOnlyHost(LinuxHostCalls calls) {
        this.calls = calls;
    }

    @Override
    public int getrandomOrErrno(byte[] into, int flags) {
        int length = Math.min(Objects.requireNonNull(into, "into").length, MOST);
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(length);
            int result = (int) calls.getrandom(buffer, length, flags);
            if (result > 0) {
                s.copyTo(into, 0, buffer, result);
            }
            return result;
        }
    }

    @Override
    public int sysinfoOrErrno(Sysinfo into) {
        if (!(Objects.requireNonNull(into, "into") instanceof Sysinfo_t info)) {
            throw new IllegalArgumentException("into: not from newSysinfo()");
        }
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(Sysinfo_t.SIZE);
            return s.filled(calls.sysinfo(buffer), buffer, info);
        }
    }

    @Override
    public Sysinfo newSysinfo() {
        return new Sysinfo_t();
    }

    @Override
    public String klogctlReadAll() throws ErrnoException {
        int size = klogctlSizeBuffer();
        try (Scratch s = Scratch.open()) {
            long buffer = s.alloc(size);
            int length = Outcome.of("klogctl", calls.klogctl(SYSLOG_ACTION_READ_ALL, buffer, size));
            return new String(s.copy(buffer, length), StandardCharsets.UTF_8);
        }
    }

    @Override
    public int klogctlSizeBufferOrErrno() {
        return calls.klogctl(SYSLOG_ACTION_SIZE_BUFFER, 0, 0);
    }

    @Override
    public int klogctlSizeUnreadOrErrno() {
        return calls.klogctl(SYSLOG_ACTION_SIZE_UNREAD, 0, 0);
    }

    @Override
    public int klogctlConsoleLevelOrErrno(int level) {
        return calls.klogctl(SYSLOG_ACTION_CONSOLE_LEVEL, 0, level);
    }

    @Override
    public long getauxval(long type) {
        return calls.getauxval(type);
    }
}
