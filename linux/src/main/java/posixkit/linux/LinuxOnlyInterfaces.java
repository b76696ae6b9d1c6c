package posixkit.linux;

import static posixkit.onlinux.constants.LinuxIoctl.SIOCGIFHWADDR;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCGIFTXQLEN;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCSIFHWADDR;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCSIFNAME;
import static posixkit.onlinux.constants.LinuxIoctl.SIOCSIFTXQLEN;
import static posixkit.unix.layout.Ifreq.ADDR;

import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.linux.layout.Ifreq;
import posixkit.net.SockAddr;
import posixkit.onlinux.OnLinuxInterfaces;
import posixkit.unix.Bindings;
import posixkit.unix.Scratch;
import posixkit.unix.UnixInterfaces;
import posixkit.unix.call.IoCalls;
import posixkit.unix.layout.Sockaddr;
import posixkit.unix.layout.SockaddrIn;

final class LinuxOnlyInterfaces implements OnLinuxInterfaces {
    /** The number of bytes in {@code struct sockaddr} after the family. */
    private static final int MOST_BYTES = SockaddrIn.SIZE - Sockaddr.DATA;

    private final IoCalls io;

    LinuxOnlyInterfaces(Bindings bindings) {
        io = bindings.calls().io();
    }

    @Override
    public SockAddr.Raw ifHwaddr(int fd, String name) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long request = UnixInterfaces.ifreq(s, name);
            Outcome.ofFd("ioctl", fd, io.ioctl(fd, SIOCGIFHWADDR, request));
            long address = request + ADDR;
            return new SockAddr.Raw(Sockaddr.family(s, address), s.copy(address + Sockaddr.DATA, MOST_BYTES));
        }
    }

    @Override
    public int setIfHwaddrOrErrno(int fd, String name, SockAddr.Raw hwaddr) {
        byte[] bytes = Objects.requireNonNull(hwaddr, "hwaddr").bytes();
        if (bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException("hwaddr: more than " + MOST_BYTES + " bytes: " + hwaddr);
        }
        try (Scratch s = Scratch.open()) {
            long request = UnixInterfaces.ifreq(s, name);
            Sockaddr.family(s, request + ADDR, hwaddr.family());
            s.copyFrom(bytes, 0, request + ADDR + Sockaddr.DATA, bytes.length);
            return io.ioctl(fd, SIOCSIFHWADDR, request);
        }
    }

    @Override
    public int ifTxqlenOrErrno(int fd, String name) {
        try (Scratch s = Scratch.open()) {
            long request = UnixInterfaces.ifreq(s, name);
            int result = io.ioctl(fd, SIOCGIFTXQLEN, request);
            return result < 0 ? result : s.s32(request + Ifreq.VALUE);
        }
    }

    @Override
    public int setIfTxqlenOrErrno(int fd, String name, int length) {
        try (Scratch s = Scratch.open()) {
            long request = UnixInterfaces.ifreq(s, name);
            s.set32(request + Ifreq.VALUE, length);
            return io.ioctl(fd, SIOCSIFTXQLEN, request);
        }
    }

    @Override
    public int setIfNameOrErrno(int fd, String name, String newName) {
        try (Scratch s = Scratch.open()) {
            long request = UnixInterfaces.ifreq(s, name);
            UnixInterfaces.named(s, request + Ifreq.NEWNAME, "newName", newName);
            return io.ioctl(fd, SIOCSIFNAME, request);
        }
    }
}
