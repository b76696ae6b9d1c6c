package posixkit.linux;

import java.io.IOException;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.system.SyscallEvents;

/** The main class of a JVM whose flight recorder is to hear of its calls. */
public final class WatchedProgram {
    private WatchedProgram() {}

    public static void main(String[] args) throws IOException {
        Posix posix = Posix.get().watchedBy(new SyscallEvents());
        posix.files().stat("/etc");
        try {
            posix.files().unlink("/no/such");
        } catch (ErrnoException e) {
            System.out.println(Errno.name(e.errno()));
        }
    }
}
