package posixkit.linux;

import static posixkit.onlinux.constants.LinuxNetlink.NLA_F_NESTED;
import static posixkit.onlinux.constants.LinuxSock.AF_NETLINK;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import posixkit.ffi.Native;
import posixkit.linux.layout.Nlattr;
import posixkit.linux.layout.Nlmsghdr;
import posixkit.linux.layout.SockaddrNl;
import posixkit.onlinux.NetlinkBody;
import posixkit.onlinux.NetlinkRequest;
import posixkit.unix.NameCodec;
import posixkit.unix.Scratch;
import posixkit.unix.call.SocketCalls;

final class LinuxNetlinkRequest implements NetlinkRequest {
    private static final int NONE = -1;
    private static final int MOST_16_BITS = 0xFFFF;

    private final ByteBuffer memory;
    private final long address;

    /** Where the attributes begin that are not ended yet, the innermost first. */
    private final Deque<Integer> open = new ArrayDeque<>();

    private int size;
    private int message = NONE;

    LinuxNetlinkRequest(int capacity) {
        memory = ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
        address = Native.address(memory, 0);
    }

    /** Sends all messages to the kernel, whose address is 0. Returns their number of bytes or −errno. */
    int send(SocketCalls calls, int fd) {
        checkEnded();
        try (Scratch s = Scratch.open()) {
            long kernel = s.allocZeroed(SockaddrNl.SIZE);
            SockaddrNl.family(s, kernel, AF_NETLINK);
            return (int) calls.sendto(fd, address, size, 0, kernel, SockaddrNl.SIZE);
        } finally {
            Reference.reachabilityFence(memory);
        }
    }

    @Override
    public NetlinkRequest clear() {
        size = 0;
        message = NONE;
        open.clear();
        return this;
    }

    @Override
    public NetlinkRequest message(int type, int flags, int sequence) {
        checkBits("type", type);
        checkBits("flags", flags);
        checkEnded();
        int at = room(Nlmsghdr.SIZE);
        memory.putShort(at + Nlmsghdr.TYPE, (short) type);
        memory.putShort(at + Nlmsghdr.FLAGS, (short) flags);
        memory.putInt(at + Nlmsghdr.SEQ, sequence);
        message = at;
        grown();
        return this;
    }

    @Override
    public NetlinkRequest body(NetlinkBody body) {
        return body(LinuxNetlink.bytes("body", body));
    }

    @Override
    public NetlinkRequest body(byte[] body) {
        Objects.requireNonNull(body, "body");
        checkBegun();
        memory.put(room(body.length), body);
        grown();
        return this;
    }

    @Override
    public NetlinkRequest attribute(int type, byte[] value) {
        Objects.requireNonNull(value, "value");
        memory.put(attributeOf(type, value.length) + Nlattr.SIZE, value);
        return this;
    }

    @Override
    public NetlinkRequest attributeInt(int type, int value) {
        memory.putInt(attributeOf(type, Integer.BYTES) + Nlattr.SIZE, value);
        return this;
    }

    @Override
    public NetlinkRequest attributeText(int type, String value) {
        byte[] text = NameCodec.encode("value", Objects.requireNonNull(value, "value"), false);
        memory.put(attributeOf(type, text.length + 1) + Nlattr.SIZE, text);
        return this;
    }

    @Override
    public NetlinkRequest nested(int type) {
        int at = attributeOf(type, 0);
        memory.putShort(at + Nlattr.TYPE, (short) (type | NLA_F_NESTED));
        open.push(at);
        return this;
    }

    @Override
    public NetlinkRequest end() {
        if (open.isEmpty()) {
            throw new IllegalStateException("nested() was not called, or has been ended");
        }
        int at = open.peek();
        if (size - at > MOST_16_BITS) {
            throw new IllegalStateException(
                    "the attribute has " + (size - at) + " bytes: more than its length can say");
        }
        memory.putShort(at + Nlattr.LEN, (short) (size - at));
        open.pop();
        return this;
    }

    @Override
    public int size() {
        return size;
    }

    /** Adds an attribute with a value of zeros. Returns where it begins. */
    private int attributeOf(int type, int length) {
        checkBits("type", type);
        checkBegun();
        if (length > MOST_16_BITS - Nlattr.SIZE) {
            throw new IllegalArgumentException("value: " + length + " bytes: more than an attribute can have");
        }
        int at = room(Nlattr.SIZE + length);
        memory.putShort(at + Nlattr.LEN, (short) (Nlattr.SIZE + length));
        memory.putShort(at + Nlattr.TYPE, (short) type);
        grown();
        return at;
    }

    /** Adds zeros, so many that what follows is aligned. Returns where they begin. */
    private int room(int bytes) {
        int at = size;
        int end = LinuxNetlink.aligned(Math.addExact(at, bytes));
        if (end > memory.capacity()) {
            throw new IllegalStateException(
                    "the request has " + at + " of " + memory.capacity() + " bytes: no room for " + bytes + " more");
        }
        for (int i = at; i < end; i++) {
            memory.put(i, (byte) 0);
        }
        size = end;
        return at;
    }

    /** Sets the length of the current message. */
    private void grown() {
        memory.putInt(message + Nlmsghdr.LEN, size - message);
    }

    private void checkBegun() {
        if (message == NONE) {
            throw new IllegalStateException("message() was not called");
        }
    }

    private void checkEnded() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("nested() was called without end()");
        }
    }

    private static void checkBits(String argument, int value) {
        if (value < 0 || value > MOST_16_BITS) {
            throw new IllegalArgumentException(argument + ": more than 16 bits: " + value);
        }
    }

    @Override
    public String toString() {
        return "NetlinkRequest[" + size + " of " + memory.capacity() + " bytes]";
    }
}
