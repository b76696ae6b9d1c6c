package posixkit.testing;

import java.util.List;
import posixkit.net.Message;
import posixkit.net.SockAddr;

/** Stores in a message what {@code recvmsg} would store. */
public final class Received {
    private Received() {}

    /**
     * @param descriptors those of the control messages that hold a descriptor
     */
    public static void store(
            Message in,
            SockAddr from,
            int flags,
            int[] fds,
            List<Message.Control> controls,
            List<Message.Control> descriptors) {
        in.received(from, flags);
        for (int fd : fds) {
            in.receivedFd(fd);
        }
        controls.forEach(control -> in.receivedControl(control, descriptors.contains(control)));
    }
}
