package posixkit.darwin;

import static posixkit.constants.Errno.ENOMEM;
import static posixkit.ondarwin.constants.DarwinLimits.MAXCOMLEN;
import static posixkit.ondarwin.constants.DarwinSysctl.CTL_KERN;
import static posixkit.ondarwin.constants.DarwinSysctl.CTL_MAXNAME;
import static posixkit.ondarwin.constants.DarwinSysctl.KERN_CLOCKRATE;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.darwin.call.SysctlCalls;
import posixkit.darwin.layout.Clockinfo;
import posixkit.darwin.layout.KinfoProc;
import posixkit.ondarwin.Clockrate;
import posixkit.ondarwin.KinfoProcess;
import posixkit.ondarwin.Sysctl;
import posixkit.unix.NameCodec;
import posixkit.unix.Scratch;
import posixkit.unix.layout.Timeval;

/** Implements {@link Sysctl} with calls to libSystem. */
final class DarwinSysctl implements Sysctl {
    /**
     * The number of spare bytes in the buffer at the first attempt to read a value. The buffer has the length that the kernel
     * reported, plus the spare bytes. Each further attempt has twice as many spare bytes as the attempt before.
     */
    private static final int ROOM = 64;

    private static final int ATTEMPTS = 12;

    /** The size in bytes of the name of a program, without the NUL that ends the longest one. */
    private static final int NAME = MAXCOMLEN;

    private final SysctlCalls calls;

    DarwinSysctl(SysctlCalls calls) {
        this.calls = calls;
    }

    /**
     * Reads one sysctl variable and stores its value in the buffer at the address {@code value}. {@code length} is the address of
     * a number. Before the call, this number is the length of the buffer. After the call, it is the length of the variable's
     * value. If {@code value} is 0, stores only the length. Returns 0 or −errno.
     */
    private interface Reader {
        int read(long value, long length);
    }

    @Override
    public byte[] sysctl(int... name) throws ErrnoException {
        Objects.requireNonNull(name, "name");
        try (Scratch s = Scratch.open()) {
            long mib = mib(s, name);
            return read(
                    s,
                    (value, length) -> calls.sysctl(mib, name.length, value, length, 0, 0),
                    "sysctl",
                    Arrays.stream(name).mapToObj(Integer::toString).collect(Collectors.joining(".")));
        }
    }

    @Override
    public int sysctlOrErrno(int[] name, byte[] value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        try (Scratch s = Scratch.open()) {
            long bytes = s.bytes(value, 0, value.length);
            return calls.sysctl(mib(s, name), name.length, 0, 0, bytes, value.length);
        }
    }

    @Override
    public byte[] sysctlbyname(String name) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long text = s.string("name", name);
            return read(s, (value, length) -> calls.sysctlbyname(text, value, length, 0, 0), "sysctlbyname", name);
        }
    }

    @Override
    public int sysctlbynameOrErrno(String name, byte[] value) {
        try (Scratch s = Scratch.open()) {
            long text = s.string("name", name);
            Objects.requireNonNull(value, "value");
            long bytes = s.bytes(value, 0, value.length);
            return calls.sysctlbyname(text, 0, 0, bytes, value.length);
        }
    }

    @Override
    public Instant time(String name) throws ErrnoException {
        byte[] value = sysctlbyname(name);
        requireType("time", value, Timeval.SIZE);
        try (Scratch s = Scratch.open()) {
            long at = s.bytes(value, 0, value.length);
            return Instant.ofEpochSecond(Timeval.sec(s, at), TimeUnit.MICROSECONDS.toNanos(Timeval.usec(s, at)));
        }
    }

    private static void requireType(String type, byte[] value, int size) {
        if (value.length != size) {
            throw new IllegalArgumentException("name: no " + type + ": " + value.length + " bytes, not " + size);
        }
    }

    @Override
    public Clockrate clockrate() throws ErrnoException {
        byte[] value = sysctl(CTL_KERN, KERN_CLOCKRATE);
        requireType("clock rate", value, Clockinfo.SIZE);
        try (Scratch s = Scratch.open()) {
            long at = s.bytes(value, 0, value.length);
            return new Clockrate(
                    Clockinfo.hz(s, at),
                    Clockinfo.tick(s, at),
                    Clockinfo.tickadj(s, at),
                    Clockinfo.stathz(s, at),
                    Clockinfo.profhz(s, at));
        }
    }

    @Override
    public List<KinfoProcess> processes(int... name) throws ErrnoException {
        byte[] value = sysctl(name);
        if (value.length % KinfoProc.SIZE != 0) {
            throw new IllegalArgumentException("name: no list of processes: " + value.length + " bytes");
        }
        List<KinfoProcess> all = new ArrayList<>();
        try (Scratch s = Scratch.open()) {
            long list = s.bytes(value, 0, value.length);
            for (long at = list; at < list + value.length; at += KinfoProc.SIZE) {
                all.add(process(s, at));
            }
        }
        return Collections.unmodifiableList(all);
    }

    private static KinfoProcess process(Scratch s, long at) {
        int length = 0;
        while (length < NAME && s.u8(at + KinfoProc.COMM + length) != 0) {
            length++;
        }
        return new KinfoProcess(
                KinfoProc.pid(s, at),
                KinfoProc.ppid(s, at),
                KinfoProc.pgid(s, at),
                KinfoProc.uid(s, at),
                KinfoProc.stat(s, at),
                KinfoProc.flag(s, at),
                KinfoProc.nice(s, at),
                KinfoProc.tdev(s, at),
                KinfoProc.tpgid(s, at),
                NameCodec.decode(s.copy(at + KinfoProc.COMM, length)));
    }

    @Override
    public int[] sysctlnametomib(String name) throws ErrnoException {
        try (Scratch s = Scratch.open()) {
            long text = s.string("name", name);
            long mib = s.alloc(CTL_MAXNAME * Integer.BYTES);
            long count = s.alloc(Long.BYTES);
            s.set64(count, CTL_MAXNAME);
            Outcome.ofPath("sysctlnametomib", name, calls.sysctlnametomib(text, mib, count));
            int[] found = new int[(int) s.s64(count)];
            for (int i = 0; i < found.length; i++) {
                found[i] = s.s32(mib + (long) i * Integer.BYTES);
            }
            return found;
        }
    }

    private static long mib(Scratch s, int[] name) {
        long mib = s.alloc(Math.multiplyExact(name.length, Integer.BYTES));
        for (int i = 0; i < name.length; i++) {
            s.set32(mib + (long) i * Integer.BYTES, name[i]);
        }
        return mib;
    }

    /**
     * Returns the value of the variable that {@code reader} reads. First asks the kernel for the length, because the kernel
     * truncates some variables without an error if the buffer is too small. Then reads the value. If reading fails with ENOMEM,
     * the value has grown after the kernel reported its length. In this case, starts again with a larger buffer.
     *
     * @param call the name of the C function, for exception messages
     * @param name the name of the variable, for exception messages
     */
    private static byte[] read(Scratch s, Reader reader, String call, String name) throws ErrnoException {
        long length = s.alloc(Long.BYTES);
        for (int attempt = 1; ; attempt++) {
            Outcome.ofPath(call, name, reader.read(0, length));
            int room = Math.addExact(Math.toIntExact(s.s64(length)), ROOM << attempt - 1);
            long value = s.alloc(room);
            s.set64(length, room);
            int result = reader.read(value, length);
            if (result != -ENOMEM || attempt == ATTEMPTS) {
                Outcome.ofPath(call, name, result);
                return s.copy(value, (int) s.s64(length));
            }
        }
    }
}
