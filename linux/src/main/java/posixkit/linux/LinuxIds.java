package posixkit.linux;

import static posixkit.onlinux.constants.LinuxCapability.CAP_DAC_OVERRIDE;
import static posixkit.onlinux.constants.LinuxCapability._LINUX_CAPABILITY_U32S_3;
import static posixkit.onlinux.constants.LinuxCapability._LINUX_CAPABILITY_VERSION_3;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_setfsgid;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_setfsuid;

import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.linux.call.LinuxCalls;
import posixkit.linux.layout.CapUserData;
import posixkit.linux.layout.CapUserHeader;
import posixkit.onlinux.OnLinuxIds;
import posixkit.unix.PlatformThread;
import posixkit.unix.Scratch;

/** Implements {@link OnLinuxIds} with libc's functions, which change the ids of all threads of this process. */
final class LinuxIds implements OnLinuxIds {
    private final LinuxCalls linux;

    LinuxIds(LinuxCalls linux) {
        this.linux = linux;
    }

    @Override
    public int setresuidOrErrno(int ruid, int euid, int suid) {
        return linux.linuxId().setresuid(ruid, euid, suid);
    }

    @Override
    public int setresgidOrErrno(int rgid, int egid, int sgid) {
        return linux.linuxId().setresgid(rgid, egid, sgid);
    }

    @Override
    public int[] getresuid() throws ErrnoException {
        return three(linux.linuxId()::getresuid, "getresuid");
    }

    @Override
    public int[] getresgid() throws ErrnoException {
        return three(linux.linuxId()::getresgid, "getresgid");
    }

    private interface Three {
        int call(long real, long effective, long saved);
    }

    private static int[] three(Three ids, String call) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long real = s.alloc(Integer.BYTES);
            long effective = s.alloc(Integer.BYTES);
            long saved = s.alloc(Integer.BYTES);
            Outcome.of(call, ids.call(real, effective, saved));
            return new int[] {s.s32(real), s.s32(effective), s.s32(saved)};
        }
    }

    @Override
    public int setfsuid(int fsuid) {
        PlatformThread.require("setfsuid");
        return (int) linux.syscall().syscall(SYS_setfsuid, fsuid, 0, 0, 0);
    }

    @Override
    public int setfsgid(int fsgid) {
        PlatformThread.require("setfsgid");
        return (int) linux.syscall().syscall(SYS_setfsgid, fsgid, 0, 0, 0);
    }

    /**
     * Returns true if the calling thread has the capability CAP_DAC_OVERRIDE in its effective set. The pid in the header
     * structure for {@code capget} stays 0, which means the calling thread.
     */
    @Override
    public boolean isCapDacOverrideSet() throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long header = s.allocZeroed(CapUserHeader.SIZE);
            long data = s.alloc(CapUserData.SIZE * _LINUX_CAPABILITY_U32S_3);
            s.set32(header + CapUserHeader.VERSION, _LINUX_CAPABILITY_VERSION_3);
            Outcome.of("capget", linux.linuxId().capget(header, data));
            return (s.s32(data + CapUserData.EFFECTIVE) & 1 << CAP_DAC_OVERRIDE) != 0;
        }
    }
}
