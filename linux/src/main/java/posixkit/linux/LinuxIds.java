package posixkit.linux;

import static posixkit.onlinux.constants.Capability.CAP_DAC_OVERRIDE;
import static posixkit.onlinux.constants.Capability._LINUX_CAPABILITY_U32S_3;
import static posixkit.onlinux.constants.Capability._LINUX_CAPABILITY_VERSION_3;

import posixkit.ErrnoException;
import posixkit.linux.layout.CapUserData;
import posixkit.linux.layout.CapUserHeader;
import posixkit.onlinux.IdExtras;
import posixkit.unix.Result;
import posixkit.unix.Scratch;

final class LinuxIds implements IdExtras {
    private final LinuxLibC linux;

    LinuxIds(LinuxLibC linux) {
        this.linux = linux;
    }

    @Override
    public void setresuid(int ruid, int euid, int suid) throws ErrnoException {
        Result.check(Result.negate(linux.setresuid(ruid, euid, suid)), "setresuid");
    }

    @Override
    public void setresgid(int rgid, int egid, int sgid) throws ErrnoException {
        Result.check(Result.negate(linux.setresgid(rgid, egid, sgid)), "setresgid");
    }

    @Override
    public int[] getresuid() throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long real = s.alloc(Integer.BYTES);
            long effective = s.alloc(Integer.BYTES);
            long saved = s.alloc(Integer.BYTES);
            Result.check(Result.negate(linux.getresuid(real, effective, saved)), "getresuid");
            return new int[] {s.s32(real), s.s32(effective), s.s32(saved)};
        }
    }

    @Override
    public int[] getresgid() throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long real = s.alloc(Integer.BYTES);
            long effective = s.alloc(Integer.BYTES);
            long saved = s.alloc(Integer.BYTES);
            Result.check(Result.negate(linux.getresgid(real, effective, saved)), "getresgid");
            return new int[] {s.s32(real), s.s32(effective), s.s32(saved)};
        }
    }

    /** The header's pid 0 is the calling thread. */
    @Override
    public boolean isCapDacOverrideSet() throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long header = s.allocZeroed(CapUserHeader.SIZE);
            long data = s.alloc(CapUserData.SIZE * _LINUX_CAPABILITY_U32S_3);
            s.set32(header + CapUserHeader.VERSION, _LINUX_CAPABILITY_VERSION_3);
            Result.check(Result.negate(linux.capget(header, data)), "capget");
            return (s.s32(data + CapUserData.EFFECTIVE) & 1 << CAP_DAC_OVERRIDE) != 0;
        }
    }
}
