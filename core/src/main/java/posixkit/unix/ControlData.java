package posixkit.unix;

import static posixkit.constants.MessageFlag.CMSG_LEN_0;
import static posixkit.constants.MessageFlag.CMSG_SPACE_0;
import static posixkit.constants.MessageFlag.CMSG_SPACE_1;

import java.util.List;
import java.util.Objects;
import posixkit.net.Message;
import posixkit.unix.layout.Cmsghdr;

/** Finds control messages, and writes them to native memory. <b>Internal.</b> */
public final class ControlData {
    private static final long CMSG_ALIGNMENT = CMSG_SPACE_1 - CMSG_SPACE_0;

    private ControlData() {}

    /**
     * Returns the number of bytes that a control message with {@code length} bytes of data takes: the value of {@code CMSG_SPACE}
     * in C.
     */
    public static long space(long length) {
        return CMSG_SPACE_0 + (length + CMSG_ALIGNMENT - 1) / CMSG_ALIGNMENT * CMSG_ALIGNMENT;
    }

    /** Writes the header of a control message with {@code length} bytes of data. */
    static void begin(Scratch s, long at, int level, int type, int length) {
        Cmsghdr.len(s, at, CMSG_LEN_0 + length);
        Cmsghdr.level(s, at, level);
        Cmsghdr.type(s, at, type);
    }

    /** Writes a control message to {@code at}, and returns the address after it. */
    public static long write(Scratch s, long at, Message.Control control) {
        begin(s, at, control.level(), control.type(), control.length());
        byte[] bytes = control.data();
        for (int i = 0; i < bytes.length; i++) {
            s.set8(at + CMSG_LEN_0 + i, bytes[i]);
        }
        return at + space(control.length());
    }

    /**
     * Returns the data of the first control message in {@code controls} that has this level and type and {@code size} bytes of
     * data. Returns null if there is none.
     *
     * @param argument the caller's parameter name, for error messages
     */
    public static byte[] find(String argument, List<Message.Control> controls, int level, int type, int size) {
        for (Message.Control control : Objects.requireNonNull(controls, argument)) {
            if (control.level() == level && control.type() == type && control.length() == size) {
                return control.data();
            }
        }
        return null;
    }
}
