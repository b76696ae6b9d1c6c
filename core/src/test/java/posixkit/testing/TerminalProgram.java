package posixkit.testing;

import static posixkit.constants.Signal.SIGKILL;

import posixkit.Posix;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;
import posixkit.terminal.Terminals;

/** Says what it sees of the terminal that is its standard input, and brings a child of its own to the foreground. */
public final class TerminalProgram {
    private TerminalProgram() {}

    public static void main(String[] arguments) throws Exception {
        Posix posix = Posix.get();
        Terminals terminals = posix.terminals();
        System.out.println("session " + terminals.tcgetsid(0));
        System.out.println("foreground " + terminals.tcgetpgrp(0));
        int child = posix.processes().spawn(Spawn.of("/bin/sleep", "60").processGroup(0));
        int elsewhere = posix.processes().spawn(Spawn.of("/bin/sleep", "60").session());
        System.out.println("negative: " + terminals.tcsetpgrpOrErrno(0, -1));
        System.out.println("not of this session: " + terminals.tcsetpgrpOrErrno(0, elsewhere));
        terminals.tcsetpgrp(0, child);
        System.out.println("child in the foreground " + (terminals.tcgetpgrp(0) == child));
        // From the background, a change would stop this process. So the child, which ends, gives the place back to
        // nobody.
        System.out.flush();
        posix.processes().kill(child, SIGKILL);
        posix.processes().wait4(child, new WaitStatus(), 0, null);
        posix.processes().kill(elsewhere, SIGKILL);
        posix.processes().wait4(elsewhere, new WaitStatus(), 0, null);
    }
}
