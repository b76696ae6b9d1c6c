package posixkit.linux;

import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_CMD_CAD_OFF;
import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_CMD_CAD_ON;
import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_CMD_HALT;
import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_CMD_KEXEC;
import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_CMD_POWER_OFF;
import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_CMD_RESTART;
import static posixkit.onlinux.constants.LinuxReboot.LINUX_REBOOT_CMD_SW_SUSPEND;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_ioprio_get;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_ioprio_set;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_personality;

import posixkit.Struct;
import posixkit.linux.call.KernelCalls;
import posixkit.linux.call.LinuxCalls;
import posixkit.linux.call.SyscallCalls;
import posixkit.onlinux.Kernel;
import posixkit.process.Rlimit;
import posixkit.unix.Bindings;
import posixkit.unix.Layouts;
import posixkit.unix.PlatformThread;
import posixkit.unix.Scratch;
import posixkit.unix.call.UnixCalls;

/** Implements {@link Kernel} with libc's functions. */
final class LinuxKernel implements Kernel {
    private final UnixCalls unix;
    private final KernelCalls calls;
    private final SyscallCalls syscalls;
    private final Layouts layouts;

    LinuxKernel(Bindings bindings, LinuxCalls linux) {
        unix = bindings.calls();
        calls = linux.kernel();
        syscalls = linux.syscall();
        layouts = bindings.layouts();
    }

    @Override
    public int prlimitOrErrno(int pid, int resource, Rlimit newLimit, Rlimit oldLimit) {
        Struct after = newLimit == null ? null : layouts.own("newLimit", newLimit, Layouts.RLIMIT);
        Struct before = oldLimit == null ? null : layouts.own("oldLimit", oldLimit, Layouts.RLIMIT);
        try (Scratch s = Scratch.open()) {
            long to = after == null ? 0 : s.struct(after);
            long from = before == null ? 0 : s.alloc(before.bytes().length);
            int result = calls.prlimit(pid, resource, to, from);
            return before == null ? result : s.filled(result, from, before);
        }
    }

    /** libc has no function for this system call. */
    @Override
    public int ioprioGetOrErrno(int which, int who) {
        return (int) syscalls.syscall(SYS_ioprio_get, which, who, 0, 0);
    }

    @Override
    public int ioprioSetOrErrno(int which, int who, int ioprio) {
        return (int) syscalls.syscall(SYS_ioprio_set, which, who, ioprio, 0);
    }

    @Override
    public Rlimit newRlimit() {
        return layouts.newRlimit();
    }

    @Override
    public int mountOrErrno(String source, String target, String fstype, long flags, String data) {
        try (Scratch s = Scratch.open()) {
            long from = source == null ? 0 : s.string("source", source);
            long on = s.string("target", target);
            long type = fstype == null ? 0 : s.string("fstype", fstype);
            return calls.mount(from, on, type, flags, options(s, data));
        }
    }

    /**
     * Returns the address of the mount options in native memory, or 0 for no options. Throws IllegalArgumentException if the
     * options and a NUL do not fit into one page. The kernel reads only one page of options, and puts a NUL in place of the last
     * byte of this page.
     */
    private long options(Scratch s, String data) {
        if (data == null || data.isEmpty()) {
            return 0;
        }
        long options = s.string("data", data);
        int length = s.length(options);
        if (length >= unix.host().getpagesize()) {
            throw new IllegalArgumentException("data: " + length + " bytes and a NUL do not fit into a page");
        }
        return options;
    }

    @Override
    public int umount2OrErrno(String target, int flags) {
        try (Scratch s = Scratch.open()) {
            return calls.umount2(s.string("target", target), flags);
        }
    }

    @Override
    public int rebootOrErrno(int cmd) {
        return switch (cmd) {
            case LINUX_REBOOT_CMD_CAD_OFF,
                    LINUX_REBOOT_CMD_CAD_ON,
                    LINUX_REBOOT_CMD_HALT,
                    LINUX_REBOOT_CMD_KEXEC,
                    LINUX_REBOOT_CMD_POWER_OFF,
                    LINUX_REBOOT_CMD_RESTART,
                    LINUX_REBOOT_CMD_SW_SUSPEND -> calls.reboot(cmd);
            default -> throw new IllegalArgumentException("cmd: 0x" + Integer.toHexString(cmd) + " is no command");
        };
    }

    /** A value with the highest bit could not be told from −errno when the next call returns it. */
    @Override
    public int personalityOrErrno(int persona) {
        if (persona < -1) {
            throw new IllegalArgumentException("persona: 0x" + Integer.toHexString(persona));
        }
        PlatformThread.require("personality");
        return (int) syscalls.syscall(SYS_personality, Integer.toUnsignedLong(persona), 0, 0, 0);
    }
}
