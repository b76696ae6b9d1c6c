package posixkit.examples.doctor;

import static posixkit.constants.Open.O_NOCTTY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Termios.B9600;
import static posixkit.constants.Termios.ECHO;
import static posixkit.constants.Termios.ICANON;
import static posixkit.constants.Termios.OPOST;
import static posixkit.constants.Termios.TCIOFLUSH;
import static posixkit.constants.Termios.TCOOFF;
import static posixkit.constants.Termios.TCOON;
import static posixkit.constants.Termios.TCSADRAIN;
import static posixkit.constants.Termios.TCSANOW;
import static posixkit.constants.Termios.VEOF;
import static posixkit.examples.doctor.Checkup.same;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.terminal.Pty;
import posixkit.terminal.RawMode;
import posixkit.terminal.TerminalSettings;
import posixkit.terminal.Terminals;
import posixkit.terminal.WindowSize;

/** Checks the calls for terminals. The terminal is always a new pseudo-terminal, never that of the user. */
final class TerminalChecks {
    private static final int ROWS = 33;
    private static final int COLUMNS = 77;

    private final Posix posix;
    private final Terminals terminals;

    private TerminalChecks(Posix posix) {
        this.posix = posix;
        terminals = posix.terminals();
    }

    static void run(Posix posix, Checkup checkup) {
        TerminalChecks checks = new TerminalChecks(posix);
        checkup.check("openpty, ttyname", checks::pair);
        checkup.check("posix_openpt, ptsname", checks::steps);
        checkup.check("tcgetattr, tcsetattr", checks::settings);
        checkup.check("tcsetwinsize", checks::size);
        checkup.check("tcdrain, tcflush, tcflow", checks::queues);
        checkup.check("tcgetpgrp, tcgetsid", checks::jobs);
    }

    private Pty open() throws Exception {
        return terminals.openpty(null, null);
    }

    private String pair() throws Exception {
        try (Pty pty = open()) {
            same("isatty", terminals.isatty(pty.terminal()), true);
            same("name", terminals.ttyname(pty.terminal()), pty.name());
            posix.io().write(pty.terminal(), "a\n".getBytes(StandardCharsets.US_ASCII));
            byte[] into = new byte[10];
            int length = posix.io().read(pty.master(), into);
            same("output", new String(into, 0, length, StandardCharsets.US_ASCII), "a\r\n");
            return pty.name();
        }
    }

    private String steps() throws Exception {
        try (Fd master = posix.io().own(terminals.posixOpenpt(O_RDWR | O_NOCTTY))) {
            terminals.grantpt(master.num());
            terminals.unlockpt(master.num());
            String name = terminals.ptsname(master.num());
            try (Fd terminal = posix.io().own(posix.files().open(name, O_RDWR | O_NOCTTY))) {
                same("name", terminals.ttyname(terminal.num()), name);
                String kind = Oracle.IS_MAC ? "Character Device" : "character special file";
                Oracle.statAgrees(kind, Path.of(name), "%F", "%HT");
            }
            return name;
        }
    }

    private String settings() throws Exception {
        try (Pty pty = open()) {
            TerminalSettings earlier = terminals.tcgetattr(pty.terminal());
            same("ICANON", earlier.lflag() & ICANON, (long) ICANON);
            same("end of file", earlier.cc(VEOF), 4);
            TerminalSettings quiet = earlier.copy().lflag(earlier.lflag() & ~ECHO);
            terminals.cfsetospeed(quiet, B9600);
            terminals.cfsetispeed(quiet, B9600);
            terminals.tcsetattr(pty.terminal(), TCSADRAIN, quiet);
            TerminalSettings found = terminals.tcgetattr(pty.terminal());
            same("settings", found, quiet);
            same("speed", terminals.cfgetospeed(found), (long) B9600);
            same("speed", terminals.cfgetispeed(found), (long) B9600);
            terminals.tcsetattr(pty.terminal(), TCSANOW, earlier);
            try (RawMode raw = terminals.rawMode(pty.terminal())) {
                same("earlier", raw.earlier(), earlier);
                same("OPOST", terminals.tcgetattr(pty.terminal()).oflag() & OPOST, 0L);
            }
            same("settings", terminals.tcgetattr(pty.terminal()), earlier);
            terminals.cfmakeraw(earlier);
            same("ICANON", earlier.lflag() & ICANON, 0L);
            return "without echo, raw, and back";
        }
    }

    private String size() throws Exception {
        try (Pty pty = open()) {
            WindowSize size = terminals.newWindowSize().row(ROWS).col(COLUMNS);
            terminals.tcsetwinsize(pty.terminal(), size);
            same("size", terminals.tcgetwinsize(pty.master()), size);
            return ROWS + " rows of " + COLUMNS;
        }
    }

    private String queues() throws Exception {
        try (Pty pty = open()) {
            terminals.tcflow(pty.terminal(), TCOOFF);
            terminals.tcflow(pty.terminal(), TCOON);
            terminals.tcflush(pty.terminal(), TCIOFLUSH);
            terminals.tcdrain(pty.terminal());
            terminals.tcsendbreak(pty.terminal(), 0);
            return "stopped, started and emptied";
        }
    }

    /** The pseudo-terminal controls no session, so the calls must fail. */
    private String jobs() throws Exception {
        try (Pty pty = open()) {
            int group = terminals.tcgetpgrpOrErrno(pty.terminal());
            int session = terminals.tcgetsidOrErrno(pty.terminal());
            int set = terminals.tcsetpgrpOrErrno(pty.terminal(), posix.ids().getpgrp());
            same("all fail", group < 0 && session < 0 && set < 0, true);
            return "fail with " + -group + ": not the terminal of this session";
        }
    }
}
