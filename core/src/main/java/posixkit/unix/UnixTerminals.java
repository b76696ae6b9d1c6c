package posixkit.unix;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.ERANGE;
import static posixkit.constants.Ioctl.TIOCGWINSZ;
import static posixkit.constants.Ioctl.TIOCSWINSZ;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_NOCTTY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Termios.TCSANOW;

import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.Struct;
import posixkit.file.Io;
import posixkit.terminal.Pty;
import posixkit.terminal.TerminalSettings;
import posixkit.terminal.Terminals;
import posixkit.terminal.WindowSize;
import posixkit.unix.call.IoCalls;
import posixkit.unix.call.TerminalCalls;
import posixkit.unix.call.UnixCalls;

/** Implements {@link Terminals} for Linux and macOS. <b>Internal.</b> */
public abstract class UnixTerminals implements Terminals {
    /** The size of the first buffer for a path. The buffer grows if necessary. */
    private static final int FIRST_GUESS = 256;

    private final TerminalCalls calls;
    private final UnixCalls unix;
    private final Io io;
    private final Layouts layouts;

    /** {@code O_CLOEXEC} if new descriptors are close-on-exec; otherwise 0. */
    private final int closeOnExec;

    /** @param io closes the descriptors of pseudo-terminals */
    protected UnixTerminals(Bindings bindings, Io io) {
        unix = bindings.calls();
        calls = unix.terminal();
        layouts = bindings.layouts();
        this.io = io;
        closeOnExec = bindings.closeOnExec().flag(O_CLOEXEC);
    }

    @Override
    public final boolean isatty(int fd) {
        return calls.isatty(fd) > 0;
    }

    /** Writes a path to {@code size} bytes at the address {@code buffer}, with a NUL behind it. Returns 0 or −errno. */
    private interface Path {
        int read(long buffer, int size);
    }

    private static String path(String call, int fd, Path path) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            for (int size = FIRST_GUESS; ; size = Math.multiplyExact(size, 2)) {
                long buffer = s.alloc(size);
                int result;
                do {
                    result = path.read(buffer, size);
                } while (result == -EINTR);
                if (result != -ERANGE) {
                    Outcome.ofFd(call, fd, result);
                    return s.text(buffer);
                }
            }
        }
    }

    @Override
    public final String ttyname(int fd) throws ErrnoException {
        return path("ttyname_r", fd, (buffer, size) -> calls.ttyname_r(fd, buffer, size));
    }

    @Override
    public final TerminalSettings newTerminalSettings() {
        return layouts.newTerminalSettings();
    }

    @Override
    public final int tcgetattrOrErrno(int fd, TerminalSettings into) {
        Struct settings = layouts.own("into", into, Layouts.TERMINAL_SETTINGS);
        try (Scratch s = Scratch.open()) {
            long address = s.allocZeroed(settings.bytes().length);
            return s.filled(calls.tcgetattr(fd, address), address, settings);
        }
    }

    @Override
    public final int tcsetattrOrErrno(int fd, int actions, TerminalSettings settings) {
        Struct struct = layouts.own("settings", settings, Layouts.TERMINAL_SETTINGS);
        try (Scratch s = Scratch.open()) {
            return calls.tcsetattr(fd, actions, s.struct(struct));
        }
    }

    @Override
    public final void cfmakeraw(TerminalSettings settings) {
        Struct struct = layouts.own("settings", settings, Layouts.TERMINAL_SETTINGS);
        try (Scratch s = Scratch.open()) {
            long address = s.struct(struct);
            calls.cfmakeraw(address);
            s.copyTo(struct, address);
        }
    }

    @Override
    public final long cfgetospeed(TerminalSettings settings) {
        Struct struct = layouts.own("settings", settings, Layouts.TERMINAL_SETTINGS);
        try (Scratch s = Scratch.open()) {
            return getOutputSpeed(s.struct(struct));
        }
    }

    @Override
    public final long cfgetispeed(TerminalSettings settings) {
        Struct struct = layouts.own("settings", settings, Layouts.TERMINAL_SETTINGS);
        try (Scratch s = Scratch.open()) {
            return getInputSpeed(s.struct(struct));
        }
    }

    @Override
    public final int cfsetospeedOrErrno(TerminalSettings settings, long speed) {
        Struct struct = layouts.own("settings", settings, Layouts.TERMINAL_SETTINGS);
        try (Scratch s = Scratch.open()) {
            long address = s.struct(struct);
            return s.filled(setOutputSpeed(address, speed), address, struct);
        }
    }

    @Override
    public final int cfsetispeedOrErrno(TerminalSettings settings, long speed) {
        Struct struct = layouts.own("settings", settings, Layouts.TERMINAL_SETTINGS);
        try (Scratch s = Scratch.open()) {
            long address = s.struct(struct);
            return s.filled(setInputSpeed(address, speed), address, struct);
        }
    }

    @Override
    public final WindowSize newWindowSize() {
        return layouts.newWindowSize();
    }

    @Override
    public final int tcgetwinsizeOrErrno(int fd, WindowSize into) {
        Struct size = layouts.own("into", into, Layouts.WINDOW_SIZE);
        try (Scratch s = Scratch.open()) {
            long address = s.alloc(size.bytes().length);
            return s.filled(unix.io().ioctl(fd, TIOCGWINSZ, address), address, size);
        }
    }

    @Override
    public final int tcsetwinsizeOrErrno(int fd, WindowSize size) {
        Struct struct = layouts.own("size", size, Layouts.WINDOW_SIZE);
        try (Scratch s = Scratch.open()) {
            return unix.io().ioctl(fd, TIOCSWINSZ, s.struct(struct));
        }
    }

    @Override
    public final int tcdrainOrErrno(int fd) {
        return calls.tcdrain(fd);
    }

    @Override
    public final int tcflushOrErrno(int fd, int queue) {
        return calls.tcflush(fd, queue);
    }

    @Override
    public final int tcflowOrErrno(int fd, int action) {
        return calls.tcflow(fd, action);
    }

    @Override
    public final int tcsendbreakOrErrno(int fd, int duration) {
        return calls.tcsendbreak(fd, duration);
    }

    @Override
    public final int tcgetpgrpOrErrno(int fd) {
        return calls.tcgetpgrp(fd);
    }

    @Override
    public final int tcsetpgrpOrErrno(int fd, int pgrp) {
        return calls.tcsetpgrp(fd, pgrp);
    }

    @Override
    public final int tcgetsidOrErrno(int fd) {
        return calls.tcgetsid(fd);
    }

    @Override
    public final int posixOpenptOrErrno(int flags) {
        return calls.posix_openpt(flags | closeOnExec);
    }

    @Override
    public final int grantptOrErrno(int fd) {
        return calls.grantpt(fd);
    }

    @Override
    public final int unlockptOrErrno(int fd) {
        return calls.unlockpt(fd);
    }

    @Override
    public final String ptsname(int fd) throws ErrnoException {
        return path("ptsname_r", fd, (buffer, size) -> ptsname(fd, buffer, size));
    }

    /** Calls {@code cfgetospeed}. The type of a speed differs between the two systems. */
    protected abstract long getOutputSpeed(long settings);

    /** Calls {@code cfgetispeed}. */
    protected abstract long getInputSpeed(long settings);

    /** Calls {@code cfsetospeed}. Returns 0 or −errno. */
    protected abstract int setOutputSpeed(long settings, long speed);

    /** Calls {@code cfsetispeed}. Returns 0 or −errno. */
    protected abstract int setInputSpeed(long settings, long speed);

    /** Calls {@code ptsname_r}. The two systems disagree about what it returns. Returns 0 or −errno. */
    protected abstract int ptsname(int fd, long buffer, int size);

    @Override
    public final Pty openpty(TerminalSettings settings, WindowSize size) throws ErrnoException {
        if (settings != null) {
            layouts.own("settings", settings, Layouts.TERMINAL_SETTINGS);
        }
        if (size != null) {
            layouts.own("size", size, Layouts.WINDOW_SIZE);
        }
        int master = posixOpenpt(O_RDWR | O_NOCTTY);
        int terminal = -1;
        try {
            grantpt(master);
            unlockpt(master);
            String name = ptsname(master);
            try (Scratch s = Scratch.open()) {
                int flags = O_RDWR | O_NOCTTY | closeOnExec;
                terminal = Outcome.ofPath("open", name, unix.file().open(s.string("name", name), flags, 0));
            }
            if (settings != null) {
                tcsetattr(terminal, TCSANOW, settings);
            }
            if (size != null) {
                tcsetwinsize(terminal, size);
            }
            return new Pty(io, master, terminal, name);
        } catch (ErrnoException e) {
            IoCalls closing = unix.io();
            if (terminal >= 0) {
                closing.close(terminal);
            }
            closing.close(master);
            throw e;
        }
    }
}
