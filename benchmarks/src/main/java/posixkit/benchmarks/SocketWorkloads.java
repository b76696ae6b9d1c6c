package posixkit.benchmarks;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static posixkit.benchmarks.Posixkit.FILES;
import static posixkit.benchmarks.Posixkit.IO;
import static posixkit.benchmarks.Posixkit.SOCKETS;
import static posixkit.benchmarks.Variants.FFM;
import static posixkit.benchmarks.Variants.JNA;
import static posixkit.benchmarks.Variants.JNR_FFI;
import static posixkit.benchmarks.Variants.JNR_POSIX;
import static posixkit.benchmarks.Variants.NIO;
import static posixkit.constants.MessageFlag.SCM_RIGHTS;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Sock.AF_INET;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_DGRAM;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.constants.Sock.SOL_SOCKET;
import static posixkit.onlinux.constants.LinuxMessageFlag.MSG_CMSG_CLOEXEC;

import com.sun.jna.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.util.List;
import jnr.ffi.Pointer;
import jnr.posix.CmsgHdr;
import jnr.posix.MsgHdr;
import posixkit.ErrnoException;
import posixkit.net.Message;
import posixkit.net.SockAddr;
import posixkit.unix.layout.Cmsghdr;
import posixkit.unix.layout.Iovec;
import posixkit.unix.layout.Msghdr;

/** Workloads with sockets. */
final class SocketWorkloads {
    static final List<Workload> ALL = List.of(
            Workload.of("pass-descriptor", SocketWorkloads::passDescriptor),
            Workload.of("datagram", SocketWorkloads::datagram));

    /** The length of a control message with one descriptor, without and with padding. */
    private static final int CONTROL_LENGTH = Cmsghdr.SIZE + Integer.BYTES;

    private static final int CONTROL_SPACE = Cmsghdr.SIZE + Long.BYTES;

    private SocketWorkloads() {}

    /** Sends one byte and a descriptor over a socket, receives both and closes the descriptor. Posixkit should allocate nothing. */
    private static void passDescriptor(Variants variants) throws Exception {
        int[] pair = SOCKETS.socketpair(AF_UNIX, SOCK_STREAM, 0);
        int to = pair[0];
        int from = pair[1];
        int fd = FILES.open(variants.file(1), O_RDONLY);
        Message out = Message.of(ByteBuffer.allocateDirect(1)).fds(fd);
        Message in = Message.into(ByteBuffer.allocateDirect(1), 1);
        variants.c("pass_descriptor", to, from, fd);
        variants.posixkit("", 1.12, i -> {
            long sum = SOCKETS.sendmsgOrErrno(to, out.rewind(), 0);
            sum += SOCKETS.recvmsgOrErrno(from, in.rewind(), 0);
            return sum + IO.closeOrErrno(in.takeFd(0));
        });
        variants.peer(JNR_FFI, "", () -> {
            Pointer outgoing = jnrMessage(fd);
            Pointer incoming = jnrMessage(fd);
            Pointer control = incoming.getPointer(Msghdr.CONTROL);
            return i -> {
                long sum = JnrFfi.value(JnrFfi.LIBC.sendmsg(to, outgoing, 0));
                incoming.putLong(Msghdr.CONTROLLEN, CONTROL_SPACE);
                sum += JnrFfi.value(JnrFfi.LIBC.recvmsg(from, incoming, MSG_CMSG_CLOEXEC));
                return sum + JnrFfi.value(JnrFfi.LIBC.close(control.getInt(Cmsghdr.SIZE)));
            };
        });
        variants.peer(JNR_POSIX, "", () -> {
            MsgHdr outgoing = JnrPosix.POSIX.allocateMsgHdr();
            outgoing.setIov(new ByteBuffer[] {JnrPosix.kept(ByteBuffer.allocateDirect(1))});
            CmsgHdr sent = JnrPosix.kept(outgoing.allocateControl(Integer.BYTES));
            sent.setLevel(SOL_SOCKET);
            sent.setType(SCM_RIGHTS);
            ByteBuffer number = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
            sent.setData(number.putInt(0, fd));
            MsgHdr incoming = JnrPosix.POSIX.allocateMsgHdr();
            incoming.setIov(new ByteBuffer[] {JnrPosix.kept(ByteBuffer.allocateDirect(1))});
            JnrPosix.kept(incoming.allocateControl(Integer.BYTES));
            return i -> {
                long sum = JnrPosix.value(JnrPosix.POSIX.sendmsg(to, outgoing, 0));
                sum += JnrPosix.value(JnrPosix.POSIX.recvmsg(from, incoming, MSG_CMSG_CLOEXEC));
                ByteBuffer data = incoming.getControls()[0].getData().order(ByteOrder.nativeOrder());
                return sum + JnrPosix.value(JnrPosix.POSIX.close(data.getInt(data.position())));
            };
        });
        variants.peer(JNA, "", () -> {
            Memory outgoing = jnaMessage(fd);
            Memory incoming = jnaMessage(fd);
            com.sun.jna.Pointer control = incoming.getPointer(Msghdr.CONTROL);
            return i -> {
                long sum = JnaDirect.value(JnaDirect.sendmsg(to, outgoing, 0));
                incoming.setLong(Msghdr.CONTROLLEN, CONTROL_SPACE);
                sum += JnaDirect.value(JnaDirect.recvmsg(from, incoming, MSG_CMSG_CLOEXEC));
                return sum + JnaDirect.value(JnaDirect.close(control.getInt(Cmsghdr.SIZE)));
            };
        });
        variants.peer(FFM, "", () -> {
            MethodHandle sendmsg = Ffm.function("sendmsg", "lili");
            MethodHandle recvmsg = Ffm.function("recvmsg", "lili");
            MethodHandle close = Ffm.function("close", "ii");
            MemorySegment outControl = Ffm.allocate(CONTROL_SPACE);
            MemorySegment inControl = Ffm.allocate(CONTROL_SPACE);
            MemorySegment outgoing = ffmMessage(fd, outControl);
            MemorySegment incoming = ffmMessage(fd, inControl);
            return i -> {
                long sum = Ffm.value((long) sendmsg.invokeExact(Ffm.state(), to, outgoing.address(), 0));
                incoming.set(JAVA_LONG, Msghdr.CONTROLLEN, CONTROL_SPACE);
                sum += Ffm.value((long) recvmsg.invokeExact(Ffm.state(), from, incoming.address(), MSG_CMSG_CLOEXEC));
                int received = inControl.get(JAVA_INT, Cmsghdr.SIZE);
                return sum + Ffm.value((int) close.invokeExact(Ffm.state(), received));
            };
        });
    }

    /** Returns a {@code struct msghdr} with a buffer of one byte and a control message with a descriptor. */
    private static Pointer jnrMessage(int fd) {
        Pointer control = JnrFfi.allocate(CONTROL_SPACE);
        control.putLong(Cmsghdr.LEN, CONTROL_LENGTH);
        control.putInt(Cmsghdr.LEVEL, SOL_SOCKET);
        control.putInt(Cmsghdr.TYPE, SCM_RIGHTS);
        control.putInt(Cmsghdr.SIZE, fd);
        Pointer vector = JnrFfi.allocate(Iovec.SIZE);
        vector.putPointer(Iovec.BASE, JnrFfi.allocate(1));
        vector.putLong(Iovec.LEN, 1);
        Pointer message = JnrFfi.allocate(Msghdr.SIZE);
        message.putPointer(Msghdr.IOV, vector);
        message.putLong(Msghdr.IOVLEN, 1);
        message.putPointer(Msghdr.CONTROL, control);
        message.putLong(Msghdr.CONTROLLEN, CONTROL_SPACE);
        return message;
    }

    private static Memory jnaMessage(int fd) {
        Memory control = JnaDirect.allocate(CONTROL_SPACE);
        control.setLong(Cmsghdr.LEN, CONTROL_LENGTH);
        control.setInt(Cmsghdr.LEVEL, SOL_SOCKET);
        control.setInt(Cmsghdr.TYPE, SCM_RIGHTS);
        control.setInt(Cmsghdr.SIZE, fd);
        Memory vector = JnaDirect.allocate(Iovec.SIZE);
        vector.setPointer(Iovec.BASE, JnaDirect.allocate(1));
        vector.setLong(Iovec.LEN, 1);
        Memory message = JnaDirect.allocate(Msghdr.SIZE);
        message.setPointer(Msghdr.IOV, vector);
        message.setLong(Msghdr.IOVLEN, 1);
        message.setPointer(Msghdr.CONTROL, control);
        message.setLong(Msghdr.CONTROLLEN, CONTROL_SPACE);
        return message;
    }

    private static MemorySegment ffmMessage(int fd, MemorySegment control) {
        control.set(JAVA_LONG, Cmsghdr.LEN, CONTROL_LENGTH);
        control.set(JAVA_INT, Cmsghdr.LEVEL, SOL_SOCKET);
        control.set(JAVA_INT, Cmsghdr.TYPE, SCM_RIGHTS);
        control.set(JAVA_INT, Cmsghdr.SIZE, fd);
        MemorySegment vector = Ffm.allocate(Iovec.SIZE);
        vector.set(JAVA_LONG, Iovec.BASE, Ffm.allocate(1).address());
        vector.set(JAVA_LONG, Iovec.LEN, 1);
        MemorySegment message = Ffm.allocate(Msghdr.SIZE);
        message.set(JAVA_LONG, Msghdr.IOV, vector.address());
        message.set(JAVA_LONG, Msghdr.IOVLEN, 1);
        message.set(JAVA_LONG, Msghdr.CONTROL, control.address());
        message.set(JAVA_LONG, Msghdr.CONTROLLEN, CONTROL_SPACE);
        return message;
    }

    /** Sends 64 bytes to a UDP socket of this host, and receives them. Both sockets are connected. */
    private static void datagram(Variants variants) throws Exception {
        int size = 64;
        int to = udp();
        int from = udp();
        SOCKETS.connect(to, SOCKETS.getsockname(from));
        SOCKETS.connect(from, SOCKETS.getsockname(to));
        ByteBuffer direct = ByteBuffer.allocateDirect(size);
        variants.c("datagram", to, from, size);
        variants.posixkit("", 1.03, i -> {
            long sum = SOCKETS.sendOrErrno(to, direct.clear(), 0);
            return sum + SOCKETS.recvOrErrno(from, direct.clear(), 0);
        });
        variants.peer(JNR_FFI, "", () -> {
            Pointer memory = JnrFfi.allocate(size);
            return i -> JnrFfi.value(JnrFfi.LIBC.send(to, memory, size, 0))
                    + JnrFfi.value(JnrFfi.LIBC.recv(from, memory, size, 0));
        });
        variants.peer(JNA, "", () -> {
            Memory memory = JnaDirect.allocate(size);
            return i -> JnaDirect.value(JnaDirect.send(to, memory, size, 0))
                    + JnaDirect.value(JnaDirect.recv(from, memory, size, 0));
        });
        variants.peer(FFM, "", () -> {
            MethodHandle send = Ffm.function("send", "lilli");
            MethodHandle recv = Ffm.function("recv", "lilli");
            MemorySegment memory = Ffm.allocate(size);
            return i -> Ffm.value((long) send.invokeExact(Ffm.state(), to, memory.address(), (long) size, 0))
                    + Ffm.value((long) recv.invokeExact(Ffm.state(), from, memory.address(), (long) size, 0));
        });
        variants.peer(NIO, "", () -> {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
            DatagramChannel sender = DatagramChannel.open().bind(any);
            DatagramChannel receiver = DatagramChannel.open().bind(any);
            sender.connect(receiver.getLocalAddress());
            receiver.connect(sender.getLocalAddress());
            return i -> sender.write(direct.clear()) + receiver.read(direct.clear());
        });
    }

    private static int udp() throws ErrnoException {
        int fd = SOCKETS.socket(AF_INET, SOCK_DGRAM, 0);
        SOCKETS.bind(fd, SockAddr.Inet4.loopback(0));
        return fd;
    }
}
