package posixkit.linux;

import static posixkit.constants.Errno.EINVAL;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_getcpu;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_sched_get_priority_max;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_sched_get_priority_min;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_sched_getaffinity;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_sched_getattr;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_sched_getparam;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_sched_getscheduler;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_sched_rr_get_interval;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_sched_setaffinity;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_sched_setattr;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_sched_setparam;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_sched_setscheduler;
import static posixkit.onlinux.constants.LinuxSyscallNumber.SYS_sched_yield;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.Struct;
import posixkit.linux.call.SyscallCalls;
import posixkit.linux.layout.SchedAttr_t;
import posixkit.linux.layout.SchedParam;
import posixkit.linux.layout.Timespec_t;
import posixkit.onlinux.CpuSet;
import posixkit.onlinux.SchedAttr;
import posixkit.onlinux.Scheduling;
import posixkit.unix.Layouts;
import posixkit.unix.PlatformThread;
import posixkit.unix.Scratch;

/**
 * Makes the system calls by their numbers. Some of libc's functions fail with ENOSYS on purpose on musl, and glibc has some of them
 * only since 2.41.
 */
final class LinuxScheduling implements Scheduling {
    /** Room for 1024 processors, which is enough on nearly all machines. */
    private static final int FIRST_BYTES = 128;

    /** Room for a million processors. */
    private static final int MOST_BYTES = 128 * 1024;

    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SyscallCalls kernel;
    private final SchedAttr ownAttr = new SchedAttr_t();

    LinuxScheduling(SyscallCalls kernel) {
        this.kernel = kernel;
    }

    private static void requireThread(String call, int pid) {
        if (pid == 0) {
            PlatformThread.require(call);
        }
    }

    /** The kernel fails with EINVAL if the memory is too small for its processors. */
    @Override
    public int schedGetaffinityOrErrno(int pid, CpuSet into) {
        Objects.requireNonNull(into, "into");
        requireThread("sched_getaffinity", pid);
        try (Scratch s = Scratch.open()) {
            long result;
            int size = FIRST_BYTES;
            long mask;
            do {
                mask = s.alloc(size);
                result = kernel.syscall(SYS_sched_getaffinity, pid, size, mask, 0);
                size *= 2;
            } while (result == -EINVAL && size <= MOST_BYTES);
            if (result < 0) {
                return (int) result;
            }
            into.clear();
            for (int i = 0; i < (int) result / Long.BYTES; i++) {
                long bits = s.s64(mask + (long) i * Long.BYTES);
                if (bits != 0) {
                    into.word(i, bits);
                }
            }
            return 0;
        }
    }

    @Override
    public int schedSetaffinityOrErrno(int pid, CpuSet set) {
        int words = (Objects.requireNonNull(set, "set").length() + Long.SIZE - 1) / Long.SIZE;
        requireThread("sched_setaffinity", pid);
        try (Scratch s = Scratch.open()) {
            long mask = s.allocZeroed((words + 1) * Long.BYTES);
            for (int i = 0; i < words; i++) {
                s.set64(mask + (long) i * Long.BYTES, set.word(i));
            }
            return (int) kernel.syscall(SYS_sched_setaffinity, pid, (words + 1L) * Long.BYTES, mask, 0);
        }
    }

    @Override
    public int schedGetschedulerOrErrno(int pid) {
        requireThread("sched_getscheduler", pid);
        return (int) kernel.syscall(SYS_sched_getscheduler, pid, 0, 0, 0);
    }

    @Override
    public int schedSetschedulerOrErrno(int pid, int policy, int priority) {
        requireThread("sched_setscheduler", pid);
        try (Scratch s = Scratch.open()) {
            return (int) kernel.syscall(SYS_sched_setscheduler, pid, policy, param(s, priority), 0);
        }
    }

    private static long param(Scratch s, int priority) {
        long param = s.allocZeroed(SchedParam.SIZE);
        s.set32(param + SchedParam.PRIORITY, priority);
        return param;
    }

    @Override
    public int schedGetparamOrErrno(int pid) {
        requireThread("sched_getparam", pid);
        try (Scratch s = Scratch.open()) {
            long param = s.alloc(SchedParam.SIZE);
            int result = (int) kernel.syscall(SYS_sched_getparam, pid, param, 0, 0);
            return result < 0 ? result : s.s32(param + SchedParam.PRIORITY);
        }
    }

    @Override
    public int schedSetparamOrErrno(int pid, int priority) {
        requireThread("sched_setparam", pid);
        try (Scratch s = Scratch.open()) {
            return (int) kernel.syscall(SYS_sched_setparam, pid, param(s, priority), 0, 0);
        }
    }

    @Override
    public int schedGetattrOrErrno(int pid, SchedAttr into) {
        Struct attr = Layouts.own("into", into, ownAttr);
        requireThread("sched_getattr", pid);
        try (Scratch s = Scratch.open()) {
            long buffer = s.allocZeroed(SchedAttr_t.SIZE);
            int result = (int) kernel.syscall(SYS_sched_getattr, pid, buffer, SchedAttr_t.SIZE, 0);
            return s.filled(result, buffer, attr);
        }
    }

    @Override
    public int schedSetattrOrErrno(int pid, SchedAttr attr) {
        Struct own = Layouts.own("attr", attr, ownAttr);
        requireThread("sched_setattr", pid);
        try (Scratch s = Scratch.open()) {
            long buffer = s.struct(own);
            s.set32(buffer + SchedAttr_t.SIZE_OFFSET, SchedAttr_t.SIZE);
            return (int) kernel.syscall(SYS_sched_setattr, pid, buffer, 0, 0);
        }
    }

    @Override
    public long schedRrGetIntervalOrErrno(int pid) {
        requireThread("sched_rr_get_interval", pid);
        try (Scratch s = Scratch.open()) {
            long interval = s.alloc(Timespec_t.SIZE);
            long result = kernel.syscall(SYS_sched_rr_get_interval, pid, interval, 0, 0);
            return result < 0 ? result : s.s64(interval + Timespec_t.SEC) * NANOS + s.s64(interval + Timespec_t.NSEC);
        }
    }

    @Override
    public int schedGetPriorityMaxOrErrno(int policy) {
        return (int) kernel.syscall(SYS_sched_get_priority_max, policy, 0, 0, 0);
    }

    @Override
    public int schedGetPriorityMinOrErrno(int policy) {
        return (int) kernel.syscall(SYS_sched_get_priority_min, policy, 0, 0, 0);
    }

    @Override
    public int schedYieldOrErrno() {
        return (int) kernel.syscall(SYS_sched_yield, 0, 0, 0, 0);
    }

    @Override
    public Cpu getcpu() throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long number = s.alloc(Integer.BYTES);
            long node = s.alloc(Integer.BYTES);
            Outcome.of("getcpu", kernel.syscall(SYS_getcpu, number, node, 0, 0));
            return new Cpu(s.s32(number), s.s32(node));
        }
    }

    @Override
    public SchedAttr newSchedAttr() {
        return new SchedAttr_t();
    }
}
