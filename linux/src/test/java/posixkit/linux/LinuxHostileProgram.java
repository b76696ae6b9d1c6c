package posixkit.linux;

import static posixkit.constants.ClockId.CLOCK_MONOTONIC;

import java.io.IOException;
import java.util.List;
import posixkit.Posix;
import posixkit.onlinux.OnLinux;
import posixkit.testing.HostileProgram;
import posixkit.testing.HostileSystem;

/** Makes hostile calls on Linux. */
public final class LinuxHostileProgram implements HostileSystem {
    private final OnLinux linux = Posix.get().onLinux();

    private LinuxHostileProgram() {}

    public static void main(String[] args) throws Exception {
        HostileProgram.run(new LinuxHostileProgram());
    }

    @Override
    public boolean isTooGood(String method) {
        return false;
    }

    @Override
    public List<Integer> descriptors() {
        return List.of(
                linux.epoll().epollCreate1OrErrno(0),
                linux.inotify().inotifyInit1OrErrno(0),
                linux.timerfds().timerfdCreateOrErrno(CLOCK_MONOTONIC, 0),
                linux.eventfds().eventfdOrErrno(1, 0),
                linux.pidfds().pidfdOpenOrErrno(Posix.get().processes().getpid(), 0));
    }

    @Override
    public void settle() throws IOException {
        // With the largest slack, this thread would sleep for ever.
        linux.prctl().setTimerslack(0);
        // Lets this process read its own files in /proc.
        linux.prctl().setDumpable(true);
    }

    @Override
    public boolean keeps(String target) {
        return false;
    }
}
