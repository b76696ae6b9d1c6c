package posixkit.interop;

import static posixkit.constants.MessageFlag.CMSG_LEN_0;
import static posixkit.constants.MessageFlag.MSG_CTRUNC;
import static posixkit.constants.MessageFlag.SCM_RIGHTS;
import static posixkit.constants.Sock.SOL_SOCKET;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import jnr.posix.CmsgHdr;
import jnr.posix.MsgHdr;
import jnr.posix.SocketMacros;
import posixkit.net.Message;
import posixkit.net.SockAddr;
import posixkit.net.Sockets;

/**
 * A {@link MsgHdr} that keeps its parts on the Java heap. The kernel reads and writes them in memory that lives for one call, so
 * heap buffers work, and nothing is freed too early.
 *
 * <p>It extends no class of jnr-posix: {@code BaseMsgHdr} has abstract methods that only its own package can implement.
 */
final class HeapMessage implements MsgHdr {
    private static final HeapControl[] NO_CONTROLS = {};

    private final SocketMacros macros;
    private byte[] name;
    private ByteBuffer[] buffers = {};
    private HeapControl[] controls = NO_CONTROLS;
    private int controlLength;
    private int flags;

    HeapMessage(SocketMacros macros) {
        this.macros = macros;
    }

    /** Sets the bytes of the socket address, one character for each byte. */
    @Override
    public void setName(String name) {
        this.name = name == null ? null : name.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String getName() {
        return name == null ? null : new String(name, StandardCharsets.ISO_8859_1);
    }

    /** Sets the buffers. The message uses the bytes that are now between position and limit, and moves no position. */
    @Override
    public void setIov(ByteBuffer[] buffers) {
        ByteBuffer[] windows = new ByteBuffer[buffers.length];
        for (int i = 0; i < buffers.length; i++) {
            windows[i] = buffers[i].duplicate();
        }
        this.buffers = windows;
    }

    /** Returns new buffers with copies of all bytes of the buffers. */
    @Override
    public ByteBuffer[] getIov() {
        ByteBuffer[] copies = new ByteBuffer[buffers.length];
        for (int i = 0; i < buffers.length; i++) {
            byte[] bytes = new byte[buffers[i].remaining()];
            buffers[i].duplicate().get(bytes);
            copies[i] = ByteBuffer.wrap(bytes);
        }
        return copies;
    }

    @Override
    public void setFlags(int flags) {
        this.flags = flags;
    }

    @Override
    public int getFlags() {
        return flags;
    }

    @Override
    public CmsgHdr allocateControl(int dataLength) {
        return allocateControls(new int[] {dataLength})[0];
    }

    @Override
    public CmsgHdr[] allocateControls(int[] dataLengths) {
        HeapControl[] made = new HeapControl[dataLengths.length];
        int length = 0;
        for (int i = 0; i < made.length; i++) {
            made[i] = new HeapControl(dataLengths[i]);
            length += macros.CMSG_SPACE(dataLengths[i]);
        }
        controls = made;
        controlLength = length;
        return made.clone();
    }

    @Override
    public CmsgHdr[] getControls() {
        return controls.clone();
    }

    @Override
    public int getControlLen() {
        return controlLength;
    }

    /** Returns true if there is no byte to send or to receive. */
    boolean isEmpty() {
        return windows().length == 0;
    }

    /** Returns true if the bytes of the name are no socket address: {@code sendmsg} fails with EINVAL then. */
    boolean hasBadName(Sockets sockets) {
        return name != null && name.length > 0 && address(sockets) == null;
    }

    private SockAddr address(Sockets sockets) {
        SockAddr address = sockets.decode(name, name.length);
        try {
            return address == null || sockets.encode(address).length == 0 ? null : address;
        } catch (IllegalArgumentException e) {
            return null; // longer than any address
        }
    }

    /**
     * Returns a message of posixkit for {@code sendmsg}.
     *
     * @param hasControls false to leave out the control messages
     */
    Message outgoing(Sockets sockets, boolean hasControls) {
        Message message = Message.of(windows());
        if (name != null && name.length > 0) {
            message.name(address(sockets));
        }
        if (!hasControls) {
            return message;
        }
        Message.Control[] sent = new Message.Control[controls.length];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = new Message.Control(controls[i].level, controls[i].type, controls[i].data);
        }
        return message.controls(sent);
    }

    /**
     * Returns a message of posixkit for {@code recvmsg}. It has room for at least what this message has room for, because the room
     * may be used for descriptors or for other control messages. {@link #receive} drops what this message has no room for.
     *
     * @param hasControls false to receive no control messages
     */
    Message incoming(boolean hasControls) {
        Message message = Message.into(windows());
        if (!hasControls) {
            return message;
        }
        int[] room = new int[controls.length];
        for (int i = 0; i < room.length; i++) {
            room[i] = controls[i].data.length;
        }
        return message.room(room).maxFds(Math.max(0, (controlLength - (int) CMSG_LEN_0) / Integer.BYTES));
    }

    /** Returns new windows over the buffers, or none if there is no byte in them. */
    private ByteBuffer[] windows() {
        List<ByteBuffer> windows = new ArrayList<>(buffers.length);
        long bytes = 0;
        for (ByteBuffer buffer : buffers) {
            windows.add(buffer.duplicate());
            bytes += buffer.remaining();
        }
        return bytes == 0 ? new ByteBuffer[0] : windows.toArray(new ByteBuffer[0]);
    }

    /** Stores what {@code recvmsg} received. What does not fit stays in {@code received}, which the caller closes. */
    void receive(Sockets sockets, Message received) {
        flags = received.flags();
        if (name != null) {
            SockAddr from = received.name();
            byte[] bytes = from == null ? new byte[0] : sockets.encode(from);
            name = Arrays.copyOf(bytes, Math.min(bytes.length, name.length));
        }
        List<HeapControl> arrived = new ArrayList<>();
        int room = controlLength;
        int used = 0;
        for (Message.Control control : received.controls()) {
            int needs = macros.CMSG_LEN(control.length());
            if (needs > room - used) {
                flags |= MSG_CTRUNC;
                continue;
            }
            arrived.add(new HeapControl(control.level(), control.type(), control.data()));
            used += Math.min(macros.CMSG_SPACE(control.length()), room - used);
        }
        int fds = Math.min(received.fdCount(), Math.max(0, (room - used - (int) CMSG_LEN_0) / Integer.BYTES));
        if (fds < received.fdCount()) {
            flags |= MSG_CTRUNC;
        }
        if (fds > 0) {
            ByteBuffer data = ByteBuffer.allocate(fds * Integer.BYTES).order(ByteOrder.nativeOrder());
            for (int i = 0; i < fds; i++) {
                data.putInt(received.takeFd(i));
            }
            arrived.add(new HeapControl(SOL_SOCKET, SCM_RIGHTS, data.array()));
            used += Math.min(macros.CMSG_SPACE(fds * Integer.BYTES), room - used);
        }
        controls = arrived.toArray(NO_CONTROLS);
        controlLength = used;
    }

    @Override
    public String toString() {
        return "HeapMessage[buffers=" + Arrays.toString(buffers) + ", name=" + getName() + ", controls="
                + Arrays.toString(controls) + ", flags=0x" + Integer.toHexString(flags) + "]";
    }

    /** A control message of a {@link HeapMessage}. */
    private final class HeapControl implements CmsgHdr {
        private int level;
        private int type;
        private final byte[] data;

        HeapControl(int length) {
            data = new byte[length];
        }

        HeapControl(int level, int type, byte[] data) {
            this.level = level;
            this.type = type;
            this.data = data;
        }

        @Override
        public void setLevel(int level) {
            this.level = level;
        }

        @Override
        public int getLevel() {
            return level;
        }

        @Override
        public void setType(int type) {
            this.type = type;
        }

        @Override
        public int getType() {
            return type;
        }

        /**
         * Copies the rest of the bytes of {@code bytes} to the beginning of the data, and moves the position of {@code bytes}.
         *
         * @throws IllegalArgumentException if {@code bytes} has more bytes than the control message
         */
        @Override
        public void setData(ByteBuffer bytes) {
            Objects.requireNonNull(bytes, "data");
            if (bytes.remaining() > data.length) {
                throw new IllegalArgumentException(
                        "data: " + bytes.remaining() + " bytes do not fit a control message of " + data.length);
            }
            bytes.get(data, 0, bytes.remaining());
        }

        @Override
        public ByteBuffer getData() {
            return data.length == 0 ? null : ByteBuffer.wrap(data.clone());
        }

        @Override
        public int getLen() {
            return macros.CMSG_LEN(data.length);
        }

        @Override
        public String toString() {
            return "HeapControl[level=" + level + ", type=" + type + ", data=" + Arrays.toString(data) + "]";
        }
    }
}
