package posixkit.linux;

import static posixkit.onlinux.constants.LinuxCapability._LINUX_CAPABILITY_U32S_3;
import static posixkit.onlinux.constants.LinuxCapability._LINUX_CAPABILITY_VERSION_3;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_capget;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_capset;

import java.util.Objects;
import posixkit.linux.call.SyscallCalls;
import posixkit.linux.layout.CapUserData;
import posixkit.linux.layout.CapUserHeader;
import posixkit.onlinux.Capabilities;
import posixkit.onlinux.CapabilitySets;
import posixkit.unix.PlatformThread;
import posixkit.unix.Scratch;

/** The kernel has two structures of 32-bit numbers for the sets: the first one has the lower halves. */
final class LinuxCapabilities implements Capabilities {
    private final SyscallCalls kernel;

    LinuxCapabilities(SyscallCalls kernel) {
        this.kernel = kernel;
    }

    private static long header(Scratch s, int pid) {
        long header = s.allocZeroed(CapUserHeader.SIZE);
        s.set32(header + CapUserHeader.VERSION, _LINUX_CAPABILITY_VERSION_3);
        s.set32(header + CapUserHeader.PID, pid);
        return header;
    }

    @Override
    public int capgetOrErrno(int pid, CapabilitySets into) {
        Objects.requireNonNull(into, "into");
        if (pid == 0) {
            PlatformThread.require("capget");
        }
        try (Scratch s = Scratch.open()) {
            long data = s.alloc(CapUserData.SIZE * _LINUX_CAPABILITY_U32S_3);
            int result = (int) kernel.syscall(SYS_capget, header(s, pid), data, 0, 0);
            if (result == 0) {
                into.effective(both(s, data + CapUserData.EFFECTIVE))
                        .permitted(both(s, data + CapUserData.PERMITTED))
                        .inheritable(both(s, data + CapUserData.INHERITABLE));
            }
            return result;
        }
    }

    private static long both(Scratch s, long address) {
        return s.u32(address) | s.u32(address + CapUserData.SIZE) << Integer.SIZE;
    }

    @Override
    public int capsetOrErrno(CapabilitySets sets) {
        Objects.requireNonNull(sets, "sets");
        PlatformThread.require("capset");
        try (Scratch s = Scratch.open()) {
            long data = s.alloc(CapUserData.SIZE * _LINUX_CAPABILITY_U32S_3);
            set(s, data + CapUserData.EFFECTIVE, sets.effective());
            set(s, data + CapUserData.PERMITTED, sets.permitted());
            set(s, data + CapUserData.INHERITABLE, sets.inheritable());
            return (int) kernel.syscall(SYS_capset, header(s, 0), data, 0, 0);
        }
    }

    private static void set(Scratch s, long address, long set) {
        s.set32(address, set);
        s.set32(address + CapUserData.SIZE, set >>> Integer.SIZE);
    }
}
