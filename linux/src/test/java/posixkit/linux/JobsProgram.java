package posixkit.linux;

import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Signal.SIGHUP;
import static posixkit.constants.Signal.SIGTTOU;
import static posixkit.constants.Signal.SIG_BLOCK;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import posixkit.Posix;
import posixkit.process.SignalSet;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;
import posixkit.terminal.Pty;
import posixkit.testing.ChildJvm;

/** The main class of a {@link ChildJvm} that leads a session and starts children on its terminal. */
public final class JobsProgram {
    private static final Posix POSIX = Posix.get();

    private JobsProgram() {}

    public static void main(String[] args) throws Exception {
        POSIX.signals().pthreadSigmask(SIG_BLOCK, SignalSet.of(SIGTTOU), null);
        // The end of the terminal is a hang-up of the session, which nobody reads here.
        POSIX.onLinux().signals().newSignalPipe(SignalSet.of(SIGHUP));
        try (Pty pty = POSIX.terminals().openpty(null, null)) {
            // A session leader without a terminal gets the first one that it opens.
            int terminal = POSIX.files().open(pty.name(), O_RDWR);
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(start(terminal, line.equals("foreground")));
            }
        }
    }

    private static String start(int terminal, boolean inForeground) throws Exception {
        Spawn spawn = Spawn.of("/bin/sleep", "60").dup2(terminal, 0).processGroup(0);
        int child = POSIX.processes().spawn(inForeground ? spawn.foreground(0) : spawn);
        String stat = Files.readString(Path.of("/proc/" + child + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        boolean isForeground = fields[2].equals("" + child) && fields[5].equals("" + child);
        int own = POSIX.ids().getpgrp();
        POSIX.terminals().tcsetpgrp(terminal, own);
        boolean isBack = POSIX.terminals().tcgetpgrp(terminal) == own;
        POSIX.processes().kill(child, 9);
        POSIX.processes().wait4(child, new WaitStatus(), 0, null);
        return (isForeground ? "foreground" : "background") + (inForeground && isBack ? ", back again" : "");
    }
}
