package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.EIO;
import static posixkit.constants.Errno.ENOTTY;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Fcntl.F_SETFL;
import static posixkit.constants.Ioctl.FIONREAD;
import static posixkit.constants.Open.O_NOCTTY;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Termios.B38400;
import static posixkit.constants.Termios.B9600;
import static posixkit.constants.Termios.ECHO;
import static posixkit.constants.Termios.ICANON;
import static posixkit.constants.Termios.ICRNL;
import static posixkit.constants.Termios.OPOST;
import static posixkit.constants.Termios.TCIFLUSH;
import static posixkit.constants.Termios.TCIOFLUSH;
import static posixkit.constants.Termios.TCOOFF;
import static posixkit.constants.Termios.TCOON;
import static posixkit.constants.Termios.TCSADRAIN;
import static posixkit.constants.Termios.TCSAFLUSH;
import static posixkit.constants.Termios.TCSANOW;
import static posixkit.constants.Termios.VINTR;
import static posixkit.constants.Termios.VMIN;
import static posixkit.testing.Errnos.assertErrno;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.file.Io;
import posixkit.terminal.Pty;
import posixkit.terminal.RawMode;
import posixkit.terminal.TerminalSettings;
import posixkit.terminal.Terminals;
import posixkit.terminal.WindowSize;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** Tests {@link Terminals} on pseudo-terminals. The oracles are {@code stty}, {@code tty}, a shell and the links in {@code /proc}. */
@NeedsTool("stty")
@ExtendWith(Descriptors.class)
public abstract class TerminalsContract {
    private static final int NOT_OPEN = 1_000_000;
    private static final int PATIENCE_SECONDS = 60;

    protected final Posix posix = Posix.get();
    protected final Terminals terminals = posix.terminals();
    protected final Io io = posix.io();

    protected Pty pty;
    protected int[] pipe;

    @BeforeEach
    void create() throws IOException {
        pty = terminals.openpty(null, terminals.newWindowSize().row(33).col(111));
        pipe = io.pipe();
    }

    @AfterEach
    void close() throws IOException {
        pty.close();
        io.close(pipe[0]);
        io.close(pipe[1]);
    }

    private String stty(String... arguments) throws IOException {
        String[] command = new String[arguments.length + 3];
        command[0] = "stty";
        command[1] = "-F";
        command[2] = pty.name();
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        return Programs.output(command);
    }

    /** Says whether stty shows {@code setting}, a word of its own. */
    private boolean shows(String setting) throws IOException {
        return (" " + stty("-a").replaceAll("[;\n]", " ") + " ").contains(" " + setting + " ");
    }

    @Test
    void terminalsAreToldFromOthers() {
        assertTrue(terminals.isatty(pty.terminal()));
        assertTrue(terminals.isatty(pty.master()));
        assertFalse(terminals.isatty(pipe[0]));
        assertFalse(terminals.isatty(NOT_OPEN));
    }

    @Test
    @NeedsProc
    void aTerminalHasAName() throws IOException {
        assertEquals(
                Files.readSymbolicLink(Path.of("/proc/self/fd/" + pty.terminal()))
                        .toString(),
                pty.name());
        assertEquals(pty.name(), terminals.ttyname(pty.terminal()));
        assertEquals(pty.name(), terminals.ptsname(pty.master()));
        assertErrno(ENOTTY, () -> terminals.ttyname(pipe[0]));
        assertErrno(EBADF, () -> terminals.ttyname(NOT_OPEN));
        assertErrno(ENOTTY, () -> terminals.ptsname(pipe[0]));
        assertErrno(EBADF, () -> terminals.ptsname(NOT_OPEN));
    }

    @Test
    void settingsAreThoseOfStty() throws IOException {
        assertTrue(shows("echo") && shows("icanon") && shows("icrnl") && shows("opost"));
        TerminalSettings settings = terminals.tcgetattr(pty.terminal());
        assertEquals(ECHO | ICANON, settings.lflag() & (ECHO | ICANON));
        assertEquals(ICRNL, settings.iflag() & ICRNL);
        assertEquals(OPOST, settings.oflag() & OPOST);
        assertEquals(3, settings.cc(VINTR));
        stty("-echo", "-icrnl", "-opost", "intr", "^X");
        terminals.tcgetattr(pty.terminal(), settings);
        assertEquals(ICANON, settings.lflag() & (ECHO | ICANON));
        assertEquals(0, settings.iflag() & ICRNL);
        assertEquals(0, settings.oflag() & OPOST);
        assertEquals('X' - '@', settings.cc(VINTR));
        assertTrue(settings.toString().contains("ICANON"), settings.toString());
        assertFalse(settings.toString().contains("ECHO|"), settings.toString());
    }

    @Test
    void sttyShowsWhatIsSet() throws IOException {
        TerminalSettings settings = terminals.tcgetattr(pty.terminal());
        settings.lflag(settings.lflag() & ~ECHO).cc(VINTR, 'Y' - '@');
        for (int actions : new int[] {TCSANOW, TCSADRAIN, TCSAFLUSH}) {
            terminals.tcsetattr(pty.terminal(), actions, settings);
            assertTrue(shows("-echo") && shows("icanon") && shows("intr = ^Y"), stty("-a"));
            assertEquals(settings, terminals.tcgetattr(pty.terminal()));
            stty("sane");
            assertNotEquals(settings, terminals.tcgetattr(pty.terminal()));
        }
        assertErrno(ENOTTY, () -> terminals.tcsetattr(pipe[0], TCSANOW, settings));
        assertErrno(EBADF, () -> terminals.tcsetattr(NOT_OPEN, TCSANOW, settings));
        assertErrno(EINVAL, () -> terminals.tcsetattr(pty.terminal(), 9, settings));
        assertErrno(ENOTTY, () -> terminals.tcgetattr(pipe[0]));
        assertErrno(EBADF, () -> terminals.tcgetattr(NOT_OPEN));
    }

    @Test
    void aTerminalHasASpeed() throws IOException {
        TerminalSettings settings = terminals.tcgetattr(pty.terminal());
        assertEquals(B38400, terminals.cfgetospeed(settings));
        assertEquals(B38400, terminals.cfgetispeed(settings));
        terminals.cfsetospeed(settings, B9600);
        terminals.cfsetispeed(settings, B9600);
        assertEquals(B9600, terminals.cfgetospeed(settings));
        assertEquals(B9600, terminals.cfgetispeed(settings));
        assertEquals("38400", stty("speed"), "settings are set by tcsetattr alone");
        terminals.tcsetattr(pty.terminal(), TCSANOW, settings);
        assertEquals("9600", stty("speed"));
    }

    @Test
    void charactersAreChecked() throws IOException {
        TerminalSettings settings = terminals.tcgetattr(pty.terminal());
        assertThrows(IndexOutOfBoundsException.class, () -> settings.cc(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> settings.cc(settings.cc().length));
        assertThrows(IllegalArgumentException.class, () -> settings.cc(VINTR, 256));
        assertThrows(IllegalArgumentException.class, () -> settings.cc(VINTR, -1));
        assertThrows(IllegalArgumentException.class, () -> settings.cc(new byte[settings.cc().length + 1]));
        assertEquals(255, settings.cc(VINTR, 255).cc(VINTR));
        TerminalSettings copy = settings.copy();
        assertEquals(settings, copy);
        assertNotEquals(settings, copy.cc(VINTR, 1));
    }

    @Test
    void rawModeEndsWithItsBlock() throws IOException {
        String before = stty("-g");
        TerminalSettings settings = terminals.tcgetattr(pty.terminal());
        IllegalStateException thrown = new IllegalStateException();
        assertSame(thrown, assertThrows(IllegalStateException.class, () -> {
            try (RawMode raw = terminals.rawMode(pty.terminal())) {
                assertEquals(settings, raw.earlier());
                assertTrue(shows("-echo") && shows("-icanon") && shows("-isig") && shows("-opost"), stty("-a"));
                assertEquals(1, terminals.tcgetattr(pty.terminal()).cc(VMIN));
                io.write(pty.master(), new byte[] {3});
                byte[] key = new byte[8];
                assertEquals(1, io.read(pty.terminal(), key));
                assertEquals(3, key[0]);
                throw thrown;
            }
        }));
        assertEquals(before, stty("-g"));
        RawMode raw = terminals.rawMode(pty.terminal());
        raw.close();
        stty("-echo");
        raw.close();
        assertTrue(shows("-echo"), "the second close does nothing");
        assertErrno(ENOTTY, () -> terminals.rawMode(pipe[0]));
    }

    @Test
    void aWindowHasASize() throws IOException {
        assertEquals("33 111", stty("size"));
        WindowSize size = terminals.tcgetwinsize(pty.master());
        assertEquals(33, size.row());
        assertEquals(111, size.col());
        terminals.tcsetwinsize(pty.master(), size.row(65_535).col(1).xpixel(7).ypixel(9));
        assertEquals("65535 1", stty("size"));
        assertEquals(size, terminals.tcgetwinsize(pty.terminal()));
        stty("rows", "12", "cols", "34");
        terminals.tcgetwinsize(pty.terminal(), size);
        assertEquals(12, size.row());
        assertEquals(34, size.col());
        assertErrno(ENOTTY, () -> terminals.tcgetwinsize(pipe[0]));
        assertErrno(EBADF, () -> terminals.tcsetwinsize(NOT_OPEN, size));
    }

    private int waiting(int fd) throws IOException {
        byte[] count = new byte[Integer.BYTES];
        io.ioctlPtr(fd, FIONREAD, count);
        return ByteBuffer.wrap(count).order(ByteOrder.nativeOrder()).getInt();
    }

    @Test
    void inputThatNobodyReadIsThrownAway() throws IOException {
        io.write(pty.master(), "abc\n".getBytes(StandardCharsets.US_ASCII));
        // The kernel passes it on a moment later.
        long start = System.nanoTime();
        while (waiting(pty.terminal()) != 4) {
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
        }
        terminals.tcflush(pty.terminal(), TCIFLUSH);
        assertEquals(0, waiting(pty.terminal()));
        terminals.tcflush(pty.terminal(), TCIOFLUSH);
        assertErrno(EINVAL, () -> terminals.tcflush(pty.terminal(), 77));
        assertErrno(ENOTTY, () -> terminals.tcflush(pipe[0], TCIFLUSH));
    }

    @Test
    void outputStopsAndGoesOn() throws IOException {
        io.fcntl(pty.terminal(), F_SETFL, O_NONBLOCK);
        terminals.tcflow(pty.terminal(), TCOOFF);
        assertMinus(EAGAIN, io.writeOrErrno(pty.terminal(), new byte[] {'x'}, 0, 1));
        terminals.tcflow(pty.terminal(), TCOON);
        assertEquals(1, io.write(pty.terminal(), new byte[] {'x'}));
        terminals.tcdrain(pty.terminal());
        byte[] seen = new byte[2];
        assertEquals(1, io.read(pty.master(), seen));
        assertEquals('x', seen[0]);
        terminals.tcsendbreak(pty.terminal(), 0);
        assertErrno(EINVAL, () -> terminals.tcflow(pty.terminal(), 77));
        assertErrno(ENOTTY, () -> terminals.tcflow(pipe[0], TCOON));
        assertErrno(ENOTTY, () -> terminals.tcdrain(pipe[0]));
        assertErrno(ENOTTY, () -> terminals.tcsendbreak(pipe[0], 0));
        assertErrno(EBADF, () -> terminals.tcdrain(NOT_OPEN));
    }

    @Test
    void aMasterIsMadeStepByStep() throws IOException {
        try (Fd master = Fd.own(terminals.posixOpenpt(O_RDWR | O_NOCTTY))) {
            assertEquals(FD_CLOEXEC, io.fcntl(master.num(), F_GETFD, 0));
            terminals.grantpt(master.num());
            String name = terminals.ptsname(master.num());
            assertErrno(EIO, () -> posix.files().open(name, O_RDWR | O_NOCTTY));
            terminals.unlockpt(master.num());
            try (Fd terminal = Fd.own(posix.files().open(name, O_RDWR | O_NOCTTY))) {
                assertTrue(terminals.isatty(terminal.num()));
            }
        }
        for (int fd : new int[] {pipe[0], NOT_OPEN}) {
            assertThrows(ErrnoException.class, () -> terminals.grantpt(fd));
            assertThrows(ErrnoException.class, () -> terminals.unlockpt(fd));
        }
    }

    @Test
    void aPairIsMadeWithItsSettingsAndClosedOnce() throws IOException {
        TerminalSettings settings = terminals.tcgetattr(pty.terminal());
        terminals.cfmakeraw(settings);
        Pty other = terminals.openpty(settings, null);
        assertEquals(settings, terminals.tcgetattr(other.terminal()));
        assertEquals(0, terminals.tcgetwinsize(other.terminal()).row());
        assertEquals(FD_CLOEXEC, io.fcntl(other.terminal(), F_GETFD, 0));
        int terminal = other.terminal();
        other.closeTerminal();
        assertErrno(EBADF, () -> io.fcntl(terminal, F_GETFD, 0));
        assertThrows(IllegalStateException.class, other::terminal);
        assertThrows(IllegalStateException.class, other::closeTerminal);
        int master = other.master();
        other.close();
        assertErrno(EBADF, () -> io.fcntl(master, F_GETFD, 0));
        assertThrows(IllegalStateException.class, other::master);
        other.close();
    }
}
