package posixkit.darwin;

import static posixkit.constants.Errno.EBADF;
import static posixkit.ondarwin.constants.DarwinProc.PROC_PIDPATHINFO_MAXSIZE;
import static posixkit.ondarwin.constants.DarwinProc.PROC_PIDTASKINFO;
import static posixkit.ondarwin.constants.DarwinProc.PROC_PIDTBSDINFO;

import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.darwin.call.ProcInfoCalls;
import posixkit.darwin.layout.ProcBsdinfo_t;
import posixkit.darwin.layout.ProcTaskinfo_t;
import posixkit.ondarwin.OnDarwinProcesses;
import posixkit.ondarwin.ProcBsdinfo;
import posixkit.ondarwin.ProcTaskinfo;
import posixkit.unix.NameCodec;
import posixkit.unix.Result;
import posixkit.unix.Scratch;
import posixkit.unix.call.UnixCalls;

/**
 * Implements {@link OnDarwinProcesses}. The functions return 0 for "failed", and also for an empty list or text. Only errno tells
 * which of them, so a call that may have nothing to tell is made with EBADF in errno, which none of them sets.
 */
final class DarwinProcessInfo implements OnDarwinProcesses {
    private final UnixCalls unix;
    private final ProcInfoCalls calls;

    DarwinProcessInfo(UnixCalls unix, ProcInfoCalls calls) {
        this.unix = unix;
        this.calls = calls;
    }

    private static int nothingIfEbadf(int result) {
        return result == -EBADF ? 0 : result;
    }

    /**
     * Asks the kernel how much room the list may need, which is more than it needs now. A list that fills all the room may be
     * truncated, and is read again with twice the room.
     */
    @Override
    public int[] procListpids(int type, int typeinfo) throws ErrnoException {
        int size = Outcome.of("proc_listpids", calls.proc_listpids(type, typeinfo, 0, 0));
        while (true) {
            try (Scratch s = Scratch.open()) {
                long list = s.alloc(size);
                Result.leaveEbadf(unix);
                int used = nothingIfEbadf(calls.proc_listpids(type, typeinfo, list, size));
                Outcome.of("proc_listpids", used);
                if (used < size) {
                    return pids(s, list, used / Integer.BYTES);
                }
            }
            size = Math.multiplyExact(size, 2);
        }
    }

    private static int[] pids(Scratch s, long list, int count) {
        int[] pids = new int[count];
        for (int i = 0; i < count; i++) {
            pids[i] = s.s32(list + (long) i * Integer.BYTES);
        }
        return pids;
    }

    @Override
    public String procPidpath(int pid) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long path = s.alloc(PROC_PIDPATHINFO_MAXSIZE);
            Result.leaveEbadf(unix);
            int length = nothingIfEbadf(calls.proc_pidpath(pid, path, PROC_PIDPATHINFO_MAXSIZE));
            Outcome.of("proc_pidpath", "pid", pid, length);
            return NameCodec.decode(s.copy(path, length));
        }
    }

    @Override
    public int procPidinfoOrErrno(int pid, int flavor, long arg, byte[] buffer) {
        Objects.requireNonNull(buffer, "buffer");
        try (Scratch s = Scratch.open()) {
            long info = s.alloc(buffer.length);
            int length = info(pid, flavor, arg, info, buffer.length);
            if (length > 0) {
                s.copyTo(buffer, 0, info, length);
            }
            return length;
        }
    }

    private int info(int pid, int flavor, long arg, long info, int size) {
        Result.leaveEbadf(unix);
        return nothingIfEbadf(calls.proc_pidinfo(pid, flavor, arg, info, size));
    }

    private long info(Scratch s, int pid, int flavor, long arg, int size) throws ErrnoException {
        long info = s.allocZeroed(size);
        Outcome.of("proc_pidinfo", "pid", pid, info(pid, flavor, arg, info, size));
        return info;
    }

    @Override
    public ProcBsdinfo procBsdinfo(int pid, boolean findsZombies) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long at = info(s, pid, PROC_PIDTBSDINFO, findsZombies ? 1 : 0, ProcBsdinfo_t.SIZE);
            return new ProcBsdinfo(
                    ProcBsdinfo_t.flags(s, at),
                    ProcBsdinfo_t.status(s, at),
                    ProcBsdinfo_t.xstatus(s, at),
                    ProcBsdinfo_t.pid(s, at),
                    ProcBsdinfo_t.ppid(s, at),
                    ProcBsdinfo_t.uid(s, at),
                    ProcBsdinfo_t.gid(s, at),
                    ProcBsdinfo_t.ruid(s, at),
                    ProcBsdinfo_t.rgid(s, at),
                    ProcBsdinfo_t.svuid(s, at),
                    ProcBsdinfo_t.svgid(s, at),
                    text(s, at + ProcBsdinfo_t.COMM),
                    text(s, at + ProcBsdinfo_t.NAME),
                    ProcBsdinfo_t.nfiles(s, at),
                    ProcBsdinfo_t.pgid(s, at),
                    ProcBsdinfo_t.pjobc(s, at),
                    ProcBsdinfo_t.tdev(s, at),
                    ProcBsdinfo_t.tpgid(s, at),
                    ProcBsdinfo_t.nice(s, at),
                    Instant.ofEpochSecond(
                            ProcBsdinfo_t.startSec(s, at),
                            TimeUnit.MICROSECONDS.toNanos(ProcBsdinfo_t.startUsec(s, at))));
        }
    }

    /** Returns a name of the structure. The kernel ends it with a NUL. */
    private static String text(Scratch s, long at) {
        return s.text(at);
    }

    @Override
    public ProcTaskinfo procTaskinfo(int pid) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long at = info(s, pid, PROC_PIDTASKINFO, 0, ProcTaskinfo_t.SIZE);
            return new ProcTaskinfo(
                    ProcTaskinfo_t.virtualSize(s, at),
                    ProcTaskinfo_t.residentSize(s, at),
                    ProcTaskinfo_t.totalUser(s, at),
                    ProcTaskinfo_t.totalSystem(s, at),
                    ProcTaskinfo_t.threadsUser(s, at),
                    ProcTaskinfo_t.threadsSystem(s, at),
                    ProcTaskinfo_t.policy(s, at),
                    ProcTaskinfo_t.faults(s, at),
                    ProcTaskinfo_t.pageins(s, at),
                    ProcTaskinfo_t.cowFaults(s, at),
                    ProcTaskinfo_t.messagesSent(s, at),
                    ProcTaskinfo_t.messagesReceived(s, at),
                    ProcTaskinfo_t.syscallsMach(s, at),
                    ProcTaskinfo_t.syscallsUnix(s, at),
                    ProcTaskinfo_t.csw(s, at),
                    ProcTaskinfo_t.threadnum(s, at),
                    ProcTaskinfo_t.numrunning(s, at),
                    ProcTaskinfo_t.priority(s, at));
        }
    }
}
