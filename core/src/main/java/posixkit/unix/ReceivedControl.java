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
 * Sorts the contents of the control messages that came with one received message. There are three groups:
 *
 * <ol>
 *   <li>{@link #fds}: descriptors from {@code SCM_RIGHTS} messages, at most as many as the user's {@link Message} has room for
 *   <li>{@link #others}: the control messages of other types, if the user's message has room for them
 *   <li>{@link #surplus}: the descriptors for which the user's message has no room, and which the caller must close
 * </ol>
 *
 * <p>More descriptors may arrive than the user's message has room for. One reason is that the buffer for control messages is
 * rounded up, so one more descriptor may fit into the buffer. Another reason is that on some operating systems, the kernel gets a
 * larger buffer than the user's message asked for. The lengths in the control messages tell how many descriptors were received.
 */
final class ReceivedControl {
    /**
     * Tells which control messages of types other than {@code SCM_RIGHTS} hold a descriptor. Control messages of the type
     * {@code SCM_RIGHTS} always hold descriptors.
     */
    interface Descriptors {
        boolean isDescriptor(int level, int type);
    }

    private final List<Message.Control> others = new ArrayList<>();
    private final List<Message.Control> descriptors = new ArrayList<>();
    private final int wanted;
    private int[] passed = {};
    private int[] inControls = {};
    private int[] surplus = {};
    private boolean hasDropped;

    /**
     * Reads the control messages in the {@code length} bytes at the address {@code control}, and keeps them in this object. Keeps
     * the descriptors from {@code SCM_RIGHTS} separate from control messages of other types.
     *
     * @param into the user's message. It tells how many descriptors the user wants from {@code SCM_RIGHTS}, and whether the user
     *     wants control messages of other types
     * @param kinds tells which control messages of other types hold a descriptor
     */
    ReceivedControl(Scratch s, long control, long length, Message into, Descriptors kinds) {
        boolean wantsOthers = into.room().length > 0;
        long end = control + length;
        long at = control;
        while (end - at >= CMSG_LEN_0) {
            long data = at + CMSG_LEN_0;
            int bytes = (int) (Math.min(Cmsghdr.len(s, at), end - at) - CMSG_LEN_0);
            int level = Cmsghdr.level(s, at);
            int type = Cmsghdr.type(s, at);
            if (level == SOL_SOCKET && type == SCM_RIGHTS) {
                passed = append(passed, s, data, bytes / Integer.BYTES);
            } else {
                boolean isDescriptor = bytes >= Integer.BYTES && kinds.isDescriptor(level, type);
                addOther(s, data, new Message.Control(level, type, s.copy(data, bytes)), isDescriptor, wantsOthers);
            }
            at += UnixMessages.space(bytes);
        }
        wanted = Math.min(into.maxFds(), passed.length);
    }

    private void addOther(Scratch s, long data, Message.Control control, boolean isDescriptor, boolean isWanted) {
        hasDropped |= !isWanted;
        if (isWanted) {
            others.add(control);
            if (isDescriptor) {
                descriptors.add(control);
                inControls = append(inControls, s, data, 1);
            }
        } else if (isDescriptor) {
            surplus = append(surplus, s, data, 1);
        }
    }

    /**
     * Returns the descriptors received with {@code SCM_RIGHTS}, but at most as many as the caller of {@code recvmsg}
     * asked for.
     */
    int[] fds() {
        return Arrays.copyOf(passed, wanted);
    }

    /**
     * Returns all descriptors that the user receives: those of {@link #fds}, and those in control messages of other types than
     * {@code SCM_RIGHTS}.
     */
    int[] kept() {
        return join(fds(), inControls);
    }

    /** Returns the received descriptors for which the user's message has no room. The caller closes them. */
    int[] surplus() {
        return join(surplus, Arrays.copyOfRange(passed, wanted, passed.length));
    }

    /**
     * Returns true if the user does not get everything that was received: the user's message has no room for some of the
     * descriptors or control messages.
     */
    boolean isCut() {
        return hasDropped || passed.length > wanted;
    }

    List<Message.Control> others() {
        return others;
    }

    /**
     * Returns those elements of {@link #others} that hold a descriptor. Each element is a whole control message. Descriptors
     * from {@code SCM_RIGHTS} messages are not included: {@link #fds} returns those.
     */
    List<Message.Control> descriptors() {
        return descriptors;
    }

    private static int[] join(int[] first, int[] second) {
        int[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static int[] append(int[] fds, Scratch s, long data, int count) {
        int[] all = Arrays.copyOf(fds, fds.length + count);
        for (int i = 0; i < count; i++) {
            all[fds.length + i] = s.s32(data + (long) i * Integer.BYTES);
        }
        return all;
    }
}
