package posixkit.linux;

import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_CMD_CAD_OFF;
import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_CMD_CAD_ON;
import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_CMD_HALT;
import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_CMD_KEXEC;
import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_CMD_POWER_OFF;
import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_CMD_RESTART;
import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_CMD_SW_SUSPEND;

import java.nio.charset.StandardCharsets;
import posixkit.ErrnoException;
import posixkit.Struct;
import posixkit.onlinux.Kernel;
import posixkit.process.Rlimit;
import posixkit.unix.Bindings;
import posixkit.unix.Layouts;
import posixkit.unix.Result;
import posixkit.unix.Scratch;

final class LinuxKernel implements Kernel {
    private final LinuxKernelCalls calls;
    private final Rlimit ours;

    LinuxKernel(Bindings bindings) {
        calls = bindings.library().load(LinuxKernelCalls.class);
        ours = bindings.layouts().newRlimit();
    }

    @Override
    public void prlimit(int pid, int resource, Rlimit newLimit, Rlimit oldLimit) throws ErrnoException {
        Struct old = oldLimit == null ? null : Layouts.own(oldLimit, ours);
        try (Scratch s = Scratch.open()) {
            long wanted = newLimit == null ? 0 : s.struct(Layouts.own(newLimit, ours));
            long before = old == null ? 0 : s.alloc(old.bytes().length);
            Result.check(calls.prlimit(pid, resource, wanted, before), "prlimit", "pid", pid);
            if (old != null) {
                s.copyTo(old, before);
            }
        }
    }

    @Override
    public void mount(String source, String target, String fstype, long flags, String data) throws ErrnoException {
        byte[] options = data == null ? null : data.getBytes(StandardCharsets.UTF_8);
        mount((Object) source, target, fstype, flags, options);
    }

    @Override
    public void mount(byte[] source, byte[] target, String fstype, long flags, byte[] data) throws ErrnoException {
        mount((Object) source, target, fstype, flags, data);
    }

    private void mount(Object source, Object target, String fstype, long flags, byte[] data) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long from = source == null ? 0 : s.path(source);
            long on = s.path(target);
            long type = fstype == null ? 0 : s.string(fstype);
            Result.check(calls.mount(from, on, type, flags, options(s, data)), "mount", target);
        }
    }

    /** The kernel reads a page, and puts a NUL at its end. */
    private long options(Scratch s, byte[] data) {
        if (data == null || data.length == 0) {
            return 0;
        }
        if (data.length >= calls.getpagesize()) {
            throw new IllegalArgumentException(data.length + " bytes of mount data are more than a page takes");
        }
        return s.string(data);
    }

    @Override
    public void umount2(String target, int flags) throws ErrnoException {
        umount2((Object) target, flags);
    }

    @Override
    public void umount2(byte[] target, int flags) throws ErrnoException {
        umount2((Object) target, flags);
    }

    private void umount2(Object target, int flags) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            Result.check(calls.umount2(s.path(target), flags), "umount2", target);
        }
    }

    @Override
    public void reboot(int cmd) throws ErrnoException {
        switch (cmd) {
            case LINUX_REBOOT_CMD_CAD_OFF,
                    LINUX_REBOOT_CMD_CAD_ON,
                    LINUX_REBOOT_CMD_HALT,
                    LINUX_REBOOT_CMD_KEXEC,
                    LINUX_REBOOT_CMD_POWER_OFF,
                    LINUX_REBOOT_CMD_RESTART,
                    LINUX_REBOOT_CMD_SW_SUSPEND -> Result.check(calls.reboot(cmd), "reboot");
            default -> throw new IllegalArgumentException("no command for reboot: 0x" + Integer.toHexString(cmd));
        }
    }
}
