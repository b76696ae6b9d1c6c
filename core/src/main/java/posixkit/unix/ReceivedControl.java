package posixkit.unix;

import static posixkit.constants.MessageFlag.CMSG_LEN_0;
import static posixkit.constants.MessageFlag.SCM_RIGHTS;
import static posixkit.constants.Sock.SOL_SOCKET;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import posixkit.net.Message;
import posixkit.unix.layout.Cmsghdr;

/**
 * The control messages that came with a message, descriptors apart from others. How much there is of each, its own length
 * says: there is padding between them, and room that was meant for one descriptor can have taken two.
 */
final class ReceivedControl {
    private final List<Message.Control> others = new ArrayList<>();
    private int[] all = {};
    private final int wanted;

    ReceivedControl(Scratch s, long control, long length, int maxFds) {
        long end = control + length;
        long at = control;
        while (end - at >= CMSG_LEN_0) {
            long data = at + CMSG_LEN_0;
            int bytes = (int) (Math.min(Cmsghdr.len(s, at), end - at) - CMSG_LEN_0);
            int level = Cmsghdr.level(s, at);
            int type = Cmsghdr.type(s, at);
            if (level == SOL_SOCKET && type == SCM_RIGHTS) {
                add(s, data, bytes / Integer.BYTES);
            } else {
                others.add(new Message.Control(level, type, s.copy(data, bytes)));
            }
            at += UnixMessages.space(bytes);
        }
        wanted = Math.min(maxFds, all.length);
    }

    /** As many as were wanted. */
    int[] fds() {
        return Arrays.copyOf(all, wanted);
    }

    /** Those beyond. */
    int[] surplus() {
        return Arrays.copyOfRange(all, wanted, all.length);
    }

    List<Message.Control> others() {
        return others;
    }

    private void add(Scratch s, long data, int count) {
        int before = all.length;
        all = Arrays.copyOf(all, before + count);
        for (int i = 0; i < count; i++) {
            all[before + i] = s.s32(data + (long) i * Integer.BYTES);
        }
    }
}
