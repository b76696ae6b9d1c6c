package posixkit.linux;

import static posixkit.constants.Errno.EMSGSIZE;
import static posixkit.constants.Errno.EPROTOTYPE;
import static posixkit.constants.MessageFlag.MSG_TRUNC;
import static posixkit.onlinux.constants.LinuxNetlink.NLA_TYPE_MASK;
import static posixkit.onlinux.constants.LinuxNetlink.NLMSG_DONE;
import static posixkit.onlinux.constants.LinuxNetlink.NLMSG_ERROR;
import static posixkit.onlinux.constants.LinuxSock.AF_NETLINK;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import posixkit.linux.layout.Nlattr;
import posixkit.linux.layout.Nlmsgerr;
import posixkit.linux.layout.Nlmsghdr;
import posixkit.linux.layout.SockaddrNl;
import posixkit.onlinux.NetlinkBody;
import posixkit.onlinux.NetlinkMessages;
import posixkit.unix.KernelRecords;
import posixkit.unix.NameCodec;
import posixkit.unix.Scratch;
import posixkit.unix.SockAddrCodec;
import posixkit.unix.call.SocketCalls;

final class LinuxNetlinkMessages implements NetlinkMessages {
    private static final int NONE = -1;
    private static final int USUAL_DEPTH = 4;

    private final KernelRecords messages;
    private final ByteBuffer memory;
    private int sender;

    /** The end of the current message, without the bytes that align the next one. */
    private int end;

    private int attribute = NONE;
    private int nextAttribute;
    private int attributesEnd;

    /** For each attribute that was entered: where it begins, and where the attributes end among which it is. */
    private int[] entered = new int[2 * USUAL_DEPTH];

    private int depth;

    LinuxNetlinkMessages(int capacity) {
        messages = new KernelRecords(capacity, "a", "netlink message");
        memory = messages.memory();
    }

    /** Receives messages. Returns their number of bytes or −errno. After −errno, there are no messages. */
    int receive(SocketCalls calls, int fd) {
        messages.filled(0);
        sender = 0;
        try (Scratch s = Scratch.open()) {
            long from = SockAddrCodec.room(s);
            SockaddrNl.family(s, from, 0);
            long length = calls.recvfrom(
                    fd, messages.address(), memory.capacity(), MSG_TRUNC, from, SockAddrCodec.lengthOf(from));
            if (length < 0) {
                return (int) length;
            }
            if (SockaddrNl.family(s, from) != AF_NETLINK) {
                return -EPROTOTYPE;
            }
            if (length > memory.capacity()) {
                return -EMSGSIZE;
            }
            sender = SockaddrNl.pid(s, from);
            messages.filled((int) length);
            return (int) length;
        } finally {
            Reference.reachabilityFence(memory);
        }
    }

    @Override
    public int sender() {
        return sender;
    }

    @Override
    public boolean next() {
        int left = messages.left();
        long length = left >= Nlmsghdr.SIZE ? Integer.toUnsignedLong(memory.getInt(messages.next() + Nlmsghdr.LEN)) : 0;
        boolean isWhole = length >= Nlmsghdr.SIZE && length <= left;
        // The last message may lack the bytes that would align the next one.
        if (!messages.advance(isWhole ? Math.min(LinuxNetlink.aligned((int) length), left) : Long.MAX_VALUE)) {
            return false;
        }
        end = messages.current() + (int) length;
        beginAttributes(messages.current() + Nlmsghdr.SIZE);
        return true;
    }

    private void beginAttributes(int at) {
        attribute = NONE;
        nextAttribute = Math.min(at, end);
        attributesEnd = end;
        depth = 0;
    }

    @Override
    public int type() {
        return Short.toUnsignedInt(memory.getShort(messages.current() + Nlmsghdr.TYPE));
    }

    @Override
    public int flags() {
        return Short.toUnsignedInt(memory.getShort(messages.current() + Nlmsghdr.FLAGS));
    }

    @Override
    public int sequence() {
        return memory.getInt(messages.current() + Nlmsghdr.SEQ);
    }

    @Override
    public int portId() {
        return memory.getInt(messages.current() + Nlmsghdr.PID);
    }

    @Override
    public boolean isDone() {
        return type() == NLMSG_DONE;
    }

    @Override
    public int error() {
        boolean hasError = type() == NLMSG_ERROR || type() == NLMSG_DONE;
        int at = messages.current() + Nlmsghdr.SIZE + Nlmsgerr.ERROR;
        return hasError && at + Integer.BYTES <= end ? -memory.getInt(at) : 0;
    }

    @Override
    public void body(NetlinkBody into) {
        body(LinuxNetlink.bytes("into", into));
    }

    @Override
    public void body(byte[] into) {
        Objects.requireNonNull(into, "into");
        int start = messages.current() + Nlmsghdr.SIZE;
        if (into.length > end - start) {
            throw new IllegalStateException("the message has " + (end - start) + " bytes behind its header: no body of "
                    + into.length + " bytes");
        }
        memory.get(start, into);
        beginAttributes(start + LinuxNetlink.aligned(into.length));
    }

    @Override
    public boolean nextAttribute() {
        messages.current();
        attribute = NONE;
        if (nextAttribute >= attributesEnd) {
            return false;
        }
        int left = attributesEnd - nextAttribute;
        int length = left >= Nlattr.SIZE ? lengthAt(nextAttribute) : 0;
        if (length < Nlattr.SIZE || length > left) {
            throw new IllegalStateException("not an attribute, at byte " + (nextAttribute - messages.current())
                    + " of a message of " + (end - messages.current()));
        }
        attribute = nextAttribute;
        nextAttribute += LinuxNetlink.aligned(length);
        return true;
    }

    @Override
    public int attributeType() {
        return Short.toUnsignedInt(memory.getShort(current() + Nlattr.TYPE)) & NLA_TYPE_MASK;
    }

    @Override
    public byte[] attribute() {
        byte[] value = new byte[valueLength()];
        memory.get(attribute + Nlattr.SIZE, value);
        return value;
    }

    @Override
    public int attributeInt() {
        int length = valueLength();
        int at = attribute + Nlattr.SIZE;
        if (length == Integer.BYTES) {
            return memory.getInt(at);
        }
        if (length == Short.BYTES) {
            return Short.toUnsignedInt(memory.getShort(at));
        }
        if (length == Byte.BYTES) {
            return Byte.toUnsignedInt(memory.get(at));
        }
        throw new IllegalStateException("the attribute has " + length + " bytes: not a number of 8, 16 or 32 bits");
    }

    @Override
    public String attributeText() {
        byte[] value = attribute();
        int length = 0;
        while (length < value.length && value[length] != 0) {
            length++;
        }
        return NameCodec.decode(value, 0, length);
    }

    @Override
    public void enter() {
        int at = current();
        if (2 * depth == entered.length) {
            entered = Arrays.copyOf(entered, 2 * entered.length);
        }
        entered[2 * depth] = at;
        entered[2 * depth + 1] = attributesEnd;
        depth++;
        nextAttribute = at + Nlattr.SIZE;
        attributesEnd = at + lengthAt(at);
        attribute = NONE;
    }

    @Override
    public void leave() {
        messages.current();
        if (depth == 0) {
            throw new IllegalStateException("enter() was not called, or has been left");
        }
        depth--;
        attribute = entered[2 * depth];
        attributesEnd = entered[2 * depth + 1];
        nextAttribute = attribute + LinuxNetlink.aligned(lengthAt(attribute));
    }

    /** Returns the place of the current attribute. */
    private int current() {
        messages.current();
        if (attribute == NONE) {
            throw new IllegalStateException("no current attribute: nextAttribute() was not called, or returned false");
        }
        return attribute;
    }

    private int valueLength() {
        return lengthAt(current()) - Nlattr.SIZE;
    }

    private int lengthAt(int at) {
        return Short.toUnsignedInt(memory.getShort(at + Nlattr.LEN));
    }

    @Override
    public String toString() {
        return messages.hasCurrent()
                ? "NetlinkMessages[type=" + type() + ", flags=0x" + Integer.toHexString(flags()) + ", sequence="
                        + Integer.toUnsignedString(sequence()) + ", " + (end - messages.current()) + " bytes]"
                : "NetlinkMessages[no current message]";
    }
}
