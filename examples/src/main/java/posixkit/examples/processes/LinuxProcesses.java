package posixkit.examples.processes;

import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Sysconf._SC_CLK_TCK;
import static posixkit.onlinux.constants.LinuxClockId.CLOCK_BOOTTIME;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import posixkit.ErrnoException;
import posixkit.Names;
import posixkit.Posix;
import posixkit.file.Dir;
import posixkit.onlinux.Sysinfo;

/** Reads the processes from {@code /proc}. */
final class LinuxProcesses implements ProcessSource {
    private static final String PROC = "/proc/";
    private static final int LONGEST = 4096;

    /** The numbers of fields in {@code /proc/PID/stat} behind the name, as proc(5) counts them, less 3. */
    private static final int STATE = 0;

    private static final int PPID = 1;
    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int STARTTIME = 19;
    private static final int VSIZE = 20;

    /** The effective user id is the second number of this line. */
    private static final String UID = "\nUid:";

    /** In KiB. The number of pages in {@code /proc/PID/stat} is less exact, and kernel threads have neither. */
    private static final String RESIDENT = "\nVmRSS:";

    private static final int KIBIBYTE = 1024;

    private final Posix posix;
    private final long nanosPerTick;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST);

    LinuxProcesses(Posix posix) throws ErrnoException {
        this.posix = posix;
        nanosPerTick = Duration.ofSeconds(1).toNanos()
                / posix.host().sysconf(_SC_CLK_TCK).orElseThrow();
    }

    @Override
    public long memory() throws ErrnoException {
        Sysinfo info = posix.onLinux().host().sysinfo();
        return info.totalram() * info.memUnit();
    }

    @Override
    public List<ProcessSample> processes() throws ErrnoException {
        Duration now = posix.clocks().clockGettime(CLOCK_BOOTTIME).toDuration();
        List<ProcessSample> found = new ArrayList<>();
        try (Dir all = posix.files().opendir(PROC)) {
            while (all.next()) {
                String name = all.name();
                if (name.charAt(0) >= '1' && name.charAt(0) <= '9') {
                    add(found, name, now);
                }
            }
        }
        return found;
    }

    /** Adds a process, unless it has ended meanwhile. */
    private void add(List<ProcessSample> to, String pid, Duration now) {
        String text = read(PROC + pid + "/stat");
        String status = read(PROC + pid + "/status");
        int nameEnd = text.lastIndexOf(')');
        if (nameEnd < 0 || status.isEmpty()) {
            return;
        }
        String[] fields = text.substring(nameEnd + 2).split(" ");
        Duration age = now.minusNanos(number(fields, STARTTIME) * nanosPerTick);
        to.add(new ProcessSample(
                Integer.parseInt(pid),
                (int) number(fields, PPID),
                (int) member(status, UID, 1),
                fields[STATE].charAt(0),
                member(status, RESIDENT, 0) * KIBIBYTE,
                number(fields, VSIZE),
                Duration.ofNanos((number(fields, UTIME) + number(fields, STIME)) * nanosPerTick),
                age.isNegative() ? Duration.ZERO : age,
                text.substring(text.indexOf('(') + 1, nameEnd)));
    }

    /** Returns a number of a line of {@code /proc/PID/status}, or 0 if there is no such line. */
    private static long member(String status, String name, int index) {
        int at = status.indexOf(name);
        if (at < 0) {
            return 0;
        }
        int from = at + name.length();
        String line = status.substring(from, status.indexOf('\n', from)).strip();
        return Long.parseUnsignedLong(line.split("[ \t]+")[index]);
    }

    private static long number(String[] fields, int index) {
        return Long.parseUnsignedLong(fields[index]);
    }

    /** Returns the first bytes of a file, or an empty string if it cannot be read. */
    private String read(String path) {
        int fd = posix.files().openOrErrno(path, O_RDONLY | O_CLOEXEC, 0);
        if (fd < 0) {
            return "";
        }
        int count = posix.io().readOrErrno(fd, buffer.clear());
        posix.io().closeOrErrno(fd);
        byte[] bytes = new byte[Math.max(count, 0)];
        buffer.flip().get(bytes);
        return Names.of(bytes);
    }
}
