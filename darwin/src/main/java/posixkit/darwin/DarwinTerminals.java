package posixkit.darwin;

import posixkit.darwin.call.DarwinTerminalCalls;
import posixkit.file.Io;
import posixkit.unix.Bindings;
import posixkit.unix.UnixTerminals;

final class DarwinTerminals extends UnixTerminals {
    private final DarwinTerminalCalls calls;

    DarwinTerminals(Bindings bindings, Io io, DarwinTerminalCalls calls) {
        super(bindings, io);
        this.calls = calls;
    }

    @Override
    protected int ptsname(int fd, long buffer, int size) {
        return calls.ptsname_r(fd, buffer, size);
    }

    @Override
    protected long getOutputSpeed(long settings) {
        return calls.cfgetospeed(settings);
    }

    @Override
    protected long getInputSpeed(long settings) {
        return calls.cfgetispeed(settings);
    }

    @Override
    protected int setOutputSpeed(long settings, long speed) {
        return calls.cfsetospeed(settings, speed);
    }

    @Override
    protected int setInputSpeed(long settings, long speed) {
        return calls.cfsetispeed(settings, speed);
    }
}
