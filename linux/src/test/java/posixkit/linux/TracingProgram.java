package posixkit.linux;

import static posixkit.onlinux.constants.LinuxPtrace.PTRACE_O_EXITKILL;
import static posixkit.onlinux.constants.LinuxWait.__WALL;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.constants.Signal;
import posixkit.onlinux.Ptrace;
import posixkit.process.WaitStatus;
import posixkit.testing.ChildJvm;

/** The main class of a {@link ChildJvm} that stops the processes whose numbers it reads, until it reads {@code die}. */
public final class TracingProgram {
    private TracingProgram() {}

    public static void main(String[] args) throws IOException {
        Posix posix = Posix.get();
        Ptrace ptrace = posix.onLinux().ptrace();
        posix.processes().wait4OrErrno(Integer.MAX_VALUE, new WaitStatus(), 0, null);
        Integer user = Integer.getInteger("tracing.user");
        if (user != null) {
            posix.ids().setuid(user);
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("die")) {
                posix.processes().kill(posix.processes().getpid(), Signal.SIGKILL);
            }
            try {
                int pid = Integer.parseInt(line);
                ptrace.seize(pid, PTRACE_O_EXITKILL);
                ptrace.interrupt(pid);
                posix.processes().wait4(pid, new WaitStatus(), __WALL, null);
                System.out.println("stopped");
            } catch (ErrnoException e) {
                System.out.println(Errno.name(e.errno()));
            }
        }
    }
}
