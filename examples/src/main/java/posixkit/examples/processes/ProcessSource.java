package posixkit.examples.processes;

import java.util.List;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.Target;

/** Lists the processes of this machine. */
interface ProcessSource {
    /** Returns all processes. On macOS, these are the processes that this user may see. */
    List<ProcessSample> processes() throws ErrnoException;

    /** Returns the size of the machine's memory in bytes. */
    long memory() throws ErrnoException;

    static ProcessSource of(Posix posix) throws ErrnoException {
        return Target.IS_LINUX ? new LinuxProcesses(posix) : new DarwinProcesses(posix);
    }
}
