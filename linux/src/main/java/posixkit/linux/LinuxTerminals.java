package posixkit.linux;

import static posixkit.constants.Errno.EINVAL;

import posixkit.file.Io;
import posixkit.linux.call.LinuxTerminalCalls;
import posixkit.unix.Bindings;
import posixkit.unix.UnixTerminals;

final class LinuxTerminals extends UnixTerminals {
    private final LinuxTerminalCalls calls;

    LinuxTerminals(Bindings bindings, Io io, LinuxTerminalCalls calls) {
        super(bindings, io);
        this.calls = calls;
    }

    @Override
    protected int ptsname(int fd, long buffer, int size) {
        return calls.ptsname_r(fd, buffer, size);
    }

    @Override
    protected long getOutputSpeed(long settings) {
        return Integer.toUnsignedLong(calls.cfgetospeed(settings));
    }

    @Override
    protected long getInputSpeed(long settings) {
        return Integer.toUnsignedLong(calls.cfgetispeed(settings));
    }

    @Override
    protected int setOutputSpeed(long settings, long speed) {
        return speed != (int) speed ? -EINVAL : calls.cfsetospeed(settings, (int) speed);
    }

    @Override
    protected int setInputSpeed(long settings, long speed) {
        return speed != (int) speed ? -EINVAL : calls.cfsetispeed(settings, (int) speed);
    }
}
