package posixkit.darwin;

import java.util.List;
import posixkit.Posix;
import posixkit.testing.HostileProgram;
import posixkit.testing.HostileSystem;

/** Makes hostile calls on macOS. */
public final class DarwinHostileProgram implements HostileSystem {
    private DarwinHostileProgram() {}

    public static void main(String[] args) throws Exception {
        HostileProgram.run(new DarwinHostileProgram());
    }

    @Override
    public boolean isTooGood(String method) {
        return method.equals("unmount");
    }

    @Override
    public List<Integer> descriptors() {
        return List.of(Posix.get().onDarwin().kqueue().kqueueOrErrno());
    }

    @Override
    public void settle() {
        // No call changes what this process needs.
    }

    /** The stand-in makes queues of these. */
    @Override
    public boolean keeps(String target) {
        return target.matches("anon_inode:(\\[(eventpoll|eventfd|timerfd|signalfd|pidfd)]|inotify)");
    }
}
