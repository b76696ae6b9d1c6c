package posixkit.unix;

import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Fcntl.F_GETFL;
import static posixkit.constants.MessageFlag.MSG_DONTWAIT;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.constants.Sock.SO_TYPE;

import posixkit.ffi.Native;
import posixkit.unix.call.SocketCalls;
import posixkit.unix.layout.Msghdr;

/**
 * Makes those blocking calls of virtual threads on sockets that the generated bindings do not make themselves. <b>Internal.</b>
 * {@link Parking} explains how the calls wait.
 */
public final class ParkedSocket {
    private ParkedSocket() {}

    /** Connects on a platform thread, unless the socket has O_NONBLOCK or takes datagrams, because then nothing waits. */
    public static int connect(Parking parking, SocketCalls calls, int fd, long addr, int len) {
        boolean isInline = parking.isOn()
                && ((parking.unix().io().fcntl(fd, F_GETFL, 0) & O_NONBLOCK) != 0 || type(parking, fd) == SOCK_DGRAM);
        return isInline
                ? calls.connect(fd, addr, len)
                : (int) HandOff.call("connect", () -> calls.connect(fd, addr, len));
    }

    /** Sends a message. On a stream, the first part of the bytes carries the control messages. */
    public static long sendmsg(Parking parking, SocketCalls calls, int fd, long msg, int flags) {
        Waiters waiters = parking.waiters(fd, flags);
        if (waiters == null) {
            return HandOff.call("sendmsg", () -> calls.sendmsg(fd, msg, flags));
        }
        long result = calls.sendmsg(fd, msg, flags | MSG_DONTWAIT);
        if (result < 0 && result != -EAGAIN) {
            return result;
        }
        long iov = Native.pointerAt(msg + Msghdr.IOV);
        // The kernel has accepted the count, so the lower half of the field holds all of it, on each system.
        int count = (int) Native.pointerAt(msg + Msghdr.IOVLEN);
        long length = ParkedIo.length(iov, count);
        if (result == length) {
            return result;
        }
        return parking.writable(
                "sendmsg",
                waiters,
                result,
                // An empty message has no bytes, but must be sent.
                Math.max(length, 1),
                done -> rest(calls, fd, msg, done, flags | MSG_DONTWAIT),
                done -> rest(calls, fd, msg, done, flags));
    }

    /** Sends the message without its first {@code done} bytes, and without control messages if these bytes carried them. */
    private static long rest(SocketCalls calls, int fd, long msg, long done, int flags) {
        if (done == 0) {
            return calls.sendmsg(fd, msg, flags);
        }
        long iov = Native.pointerAt(msg + Msghdr.IOV);
        int count = (int) Native.pointerAt(msg + Msghdr.IOVLEN);
        try (Scratch s = Scratch.open()) {
            long header = s.allocZeroed(Msghdr.SIZE);
            Msghdr.name(s, header, Native.pointerAt(msg + Msghdr.NAME));
            Msghdr.namelen(s, header, (int) Native.pointerAt(msg + Msghdr.NAMELEN));
            return ParkedIo.rest(iov, count, done, (array, left) -> {
                Msghdr.iov(s, header, array);
                Msghdr.iovlen(s, header, left);
                return calls.sendmsg(fd, header, flags);
            });
        }
    }

    /** Returns the type of the socket, for example {@code SOCK_STREAM}, or −errno. */
    static int type(Parking parking, int fd) {
        try (Scratch s = Scratch.open()) {
            long type = s.alloc(Integer.BYTES);
            long length = s.alloc(Integer.BYTES);
            s.set32(length, Integer.BYTES);
            int result = parking.unix().socket().getsockopt(fd, SOL_SOCKET, SO_TYPE, type, length);
            return result < 0 ? result : s.s32(type);
        }
    }
}
