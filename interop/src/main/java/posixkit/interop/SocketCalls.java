package posixkit.interop;

import static posixkit.constants.Errno.EFAULT;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.constants.Sock.SO_TYPE;

import jnr.ffi.Pointer;
import jnr.posix.MsgHdr;
import jnr.posix.POSIXHandler;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.net.Message;
import posixkit.net.Sockets;
import posixkit.system.CResult;

/** The calls about sockets. */
abstract class SocketCalls extends ProcessCalls {
    private final Sockets sockets;

    SocketCalls(Posix posix, OwnLibC libc, POSIXHandler handler) {
        super(posix, libc, handler);
        sockets = posix.sockets();
    }

    @Override
    public final int socketpair(int domain, int type, int protocol, int[] fds) {
        if (fds == null) {
            return failed(EFAULT);
        }
        checkRoom("fds", fds, fds.length, 2);
        try {
            System.arraycopy(sockets.socketpair(domain, type, protocol), 0, fds, 0, 2);
            return 0;
        } catch (ErrnoException e) {
            return failed(e);
        }
    }

    @Override
    public final MsgHdr allocateMsgHdr() {
        return new HeapMessage(socketMacros());
    }

    @Override
    public final int sendmsg(int socket, MsgHdr message, int flags) {
        if (message instanceof HeapMessage ours) {
            if (ours.hasBadName(sockets)) {
                return failed(EINVAL);
            }
            Message sent = ours.outgoing(sockets, !isEmptyOnStream(socket, ours));
            return (int) result(sockets.sendmsgOrErrno(socket, sent, flags));
        }
        return withMemory("sendmsg", socket, message, flags);
    }

    @Override
    public final int recvmsg(int socket, MsgHdr message, int flags) {
        if (!(message instanceof HeapMessage ours)) {
            return withMemory("recvmsg", socket, message, flags);
        }
        try (Message received = ours.incoming(!isEmptyOnStream(socket, ours)).closedBy(io)) {
            long result = sockets.recvmsgOrErrno(socket, received, flags);
            if (result >= 0) {
                ours.receive(sockets, received);
            }
            return (int) result(result);
        } catch (ErrnoException e) {
            return failed(e);
        }
    }

    /**
     * Returns true if the message has no bytes and the socket is a stream. A stream carries control messages only together with a
     * byte. posixkit would add one, but jnr-posix's callers expect that nothing is sent or received.
     */
    private boolean isEmptyOnStream(int socket, HeapMessage message) {
        try {
            return message.isEmpty() && sockets.getsockoptInt(socket, SOL_SOCKET, SO_TYPE) == SOCK_STREAM;
        } catch (ErrnoException e) {
            return false; // no socket, as the call itself will say
        }
    }

    /** Sends or receives a message that jnr-posix's own {@code allocateMsgHdr} created. It is a {@code struct msghdr}. */
    private int withMemory(String function, int socket, MsgHdr message, int flags) {
        Pointer memory = MsgHdrConverter.toNative(message, null);
        if (memory == null) {
            return failed(EFAULT);
        }
        CResult result =
                posix.symbols().callForResult(posix.symbols().function(function), socket, memory.address(), flags);
        return result.value() < 0 ? failed(result.errno()) : (int) result.value();
    }
}
