package posixkit.examples.terminals;

import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.EIO;
import static posixkit.constants.Fcntl.F_SETFL;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.constants.PollEvent.POLLOUT;
import static posixkit.constants.Signal.SIGCHLD;
import static posixkit.constants.Signal.SIGHUP;
import static posixkit.constants.Signal.SIGINT;
import static posixkit.constants.Signal.SIGTERM;
import static posixkit.constants.Signal.SIGWINCH;
import static posixkit.constants.Termios.ECHO;
import static posixkit.constants.Termios.TCSANOW;
import static posixkit.constants.Termios.VEOF;
import static posixkit.constants.Wait.WNOHANG;

import java.io.IOException;
import java.nio.ByteBuffer;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.Posix;
import posixkit.event.PollFds;
import posixkit.onlinux.SignalEvents;
import posixkit.onlinux.SignalPipe;
import posixkit.process.SignalSet;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;
import posixkit.terminal.Pty;
import posixkit.terminal.RawMode;
import posixkit.terminal.TerminalSettings;
import posixkit.terminal.WindowSize;

/**
 * Runs one program on a pseudo-terminal. One thread waits for three descriptors: what the program shows goes to standard output,
 * what the user types goes to the program, and signals arrive through a pipe.
 */
final class PtySession {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int NOTHING = -1;
    private static final int BUFFER = 1 << 16;

    private static final int MASTER_ENTRY = 0;
    private static final int INPUT_ENTRY = 1;
    private static final int SIGNAL_ENTRY = 2;

    private final Posix posix;
    private final Recorder recorder;
    private final ByteBuffer shown = ByteBuffer.allocateDirect(BUFFER);

    /** What was typed and is not yet written to the program, from the position to the limit. */
    private final ByteBuffer typed = ByteBuffer.allocateDirect(BUFFER).limit(0);

    private final WaitStatus status = new WaitStatus();
    private int master;
    private int child;
    private byte endOfFile;
    private byte lastTyped = '\n';
    private boolean hasTerminal;
    private boolean inputIsOver;
    private boolean hasEnded;

    /** Creates a session that {@code recorder} records; null if nobody does. */
    PtySession(Posix posix, Recorder recorder) {
        this.posix = posix;
        this.recorder = recorder;
    }

    /**
     * Starts the program and returns its end.
     *
     * @param outer true if standard input is a terminal: it is in raw mode meanwhile, and changes of its size are passed on
     */
    WaitStatus run(WindowSize size, boolean outer, String... command) throws IOException {
        hasTerminal = outer;
        try (Pty pty = posix.terminals().openpty(settings(outer), size);
                SignalPipe signals = posix.onLinux()
                        .signals()
                        .newSignalPipe(SignalSet.of(SIGCHLD, SIGHUP, SIGINT, SIGTERM, SIGWINCH))) {
            endOfFile = (byte) posix.terminals().tcgetattr(pty.terminal()).cc(VEOF);
            if (!outer) {
                // The input comes from a program or a file, so nobody needs to see it while it is typed.
                TerminalSettings quiet = posix.terminals().tcgetattr(pty.terminal());
                posix.terminals().tcsetattr(pty.terminal(), TCSANOW, quiet.lflag(quiet.lflag() & ~ECHO));
            }
            master = pty.master();
            child = posix.processes()
                    .spawn(Spawn.of(command)
                            .session()
                            .open(0, pty.name(), O_RDWR, 0)
                            .dup2(0, 1)
                            .dup2(0, 2)
                            .controllingTerminal(0));
            pty.closeTerminal();
            posix.io().fcntl(master, F_SETFL, O_NONBLOCK);
            if (!outer) {
                copy(signals);
                return status;
            }
            RawMode raw = posix.terminals().rawMode(STDIN);
            try (raw) {
                copy(signals);
                return status;
            }
        }
    }

    private TerminalSettings settings(boolean outer) throws ErrnoException {
        return outer ? posix.terminals().tcgetattr(STDIN) : null;
    }

    /** Copies in both directions until the program has ended and all that it has shown is copied. */
    private void copy(SignalPipe signals) throws ErrnoException {
        SignalEvents events = posix.onLinux().signals().newEvents(16);
        PollFds fds = posix.poll().newPollFds(3);
        fds.add(master, POLLIN);
        fds.add(STDIN, POLLIN);
        fds.add(signals.fd(), POLLIN);
        boolean isOpen = true;
        while (isOpen || !hasEnded) {
            fds.fd(MASTER_ENTRY, isOpen ? master : NOTHING);
            fds.events(MASTER_ENTRY, typed.hasRemaining() ? POLLIN | POLLOUT : POLLIN);
            fds.fd(INPUT_ENTRY, inputIsOver || typed.hasRemaining() ? NOTHING : STDIN);
            boolean isLastLook = hasEnded;
            posix.poll().poll(fds, isLastLook ? 0 : -1);
            if (fds.revents(SIGNAL_ENTRY) != 0) {
                signals.readEvents(events);
                while (events.next()) {
                    handle(events.signal());
                }
            }
            if (fds.revents(INPUT_ENTRY) != 0) {
                type();
            }
            if (fds.revents(MASTER_ENTRY) != 0) {
                writeTyped();
                isOpen = show();
            }
            if (isLastLook && fds.revents(MASTER_ENTRY) == 0) {
                return; // The program has ended. What it started in the background may keep the terminal.
            }
        }
    }

    private void handle(int signal) throws ErrnoException {
        if (signal == SIGCHLD) {
            hasEnded |= posix.processes().wait4(child, status, WNOHANG, null) == child;
        } else if (signal != SIGWINCH) {
            posix.processes().kill(child, signal);
        } else if (hasTerminal) {
            WindowSize size = posix.terminals().tcgetwinsize(STDIN);
            posix.terminals().tcsetwinsize(master, size);
            if (recorder != null) {
                recorder.resized(size);
            }
        }
    }

    private void type() throws ErrnoException {
        int count = posix.io().readOrErrno(STDIN, typed.clear());
        typed.flip();
        if (count == -EINTR || count == -EAGAIN) {
            return;
        }
        if (count > 0) {
            lastTyped = typed.get(typed.limit() - 1);
            return;
        }
        inputIsOver = true;
        // Within a line, the first Control-D only delivers what is there.
        int times = lastTyped == '\n' ? 1 : 2;
        typed.clear();
        for (int i = 0; i < times; i++) {
            typed.put(endOfFile);
        }
        typed.flip();
    }

    private void writeTyped() throws ErrnoException {
        if (typed.hasRemaining()) {
            int count = posix.io().writeOrErrno(master, typed);
            if (count == -EIO) {
                typed.position(typed.limit()); // Nobody has the terminal open any more.
            } else if (count != -EAGAIN && count != -EINTR) {
                Outcome.ofFd("write", master, count);
            }
        }
    }

    /** Shows what has come from the program. Returns false if no more can come: nobody has the terminal open any more. */
    private boolean show() throws ErrnoException {
        int count = posix.io().readOrErrno(master, shown.clear());
        if (count == -EAGAIN || count == -EINTR) {
            return true;
        }
        if (count <= 0) {
            return false;
        }
        shown.flip();
        if (recorder != null) {
            recorder.shown(shown.duplicate());
        }
        while (shown.hasRemaining()) {
            posix.io().write(STDOUT, shown);
        }
        return true;
    }
}
