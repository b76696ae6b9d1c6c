package posixkit.examples.system;

import static posixkit.constants.ClockId.CLOCK_MONOTONIC;
import static posixkit.constants.ClockId.CLOCK_REALTIME;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Sysconf._SC_NPROCESSORS_CONF;
import static posixkit.constants.Sysconf._SC_NPROCESSORS_ONLN;
import static posixkit.onlinux.constants.LinuxClockId.CLOCK_BOOTTIME;
import static posixkit.onlinux.constants.LinuxClockId.CLOCK_MONOTONIC_COARSE;
import static posixkit.onlinux.constants.LinuxClockId.CLOCK_REALTIME_COARSE;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.Target;
import posixkit.examples.cli.AccountNames;
import posixkit.examples.cli.ResourceLimit;
import posixkit.examples.cli.WholeFile;
import posixkit.examples.system.SystemReport.FileSystem;
import posixkit.examples.system.SystemReport.Limit;
import posixkit.examples.system.SystemReport.Memory;
import posixkit.examples.system.SystemReport.Processors;
import posixkit.file.Statvfs;
import posixkit.onlinux.CpuSet;
import posixkit.onlinux.Sysinfo;
import posixkit.process.Rlimit;
import posixkit.system.Utsname;

/** Collects the facts that {@code pk sysinfo} prints. */
final class SystemFacts {
    private static final List<String> RELEASE_FILES = List.of("/etc/os-release", "/usr/lib/os-release");
    private static final String NAME = "PRETTY_NAME=";

    private final Posix posix;

    SystemFacts(Posix posix) {
        this.posix = posix;
    }

    SystemReport report() throws ErrnoException {
        Utsname name = posix.host().uname();
        Sysinfo info = Target.IS_LINUX ? posix.onLinux().host().sysinfo() : null;
        Instant now = posix.clocks().clockGettime(CLOCK_REALTIME).toInstant();
        Instant boot = boot(now);
        int user = posix.ids().geteuid();
        return new SystemReport(
                posix.host().gethostname(),
                name.sysname(),
                name.release(),
                name.version(),
                name.machine(),
                distribution(),
                Duration.between(boot, now).toMillis()
                        / (double) Duration.ofSeconds(1).toMillis(),
                boot.truncatedTo(ChronoUnit.SECONDS).toString(),
                Arrays.stream(posix.host().getloadavg()).boxed().toList(),
                info == null ? null : info.procs(),
                processors(),
                info == null
                        ? new Memory(posix.onDarwin().sysctl().number("hw.memsize"), null, null, null, null, null)
                        : memory(info),
                posix.host().getpagesize(),
                root(),
                limits(),
                clocks(),
                AccountNames.ofUsers(posix.accounts()).of(user).orElse(Integer.toUnsignedString(user)),
                accounts());
    }

    private Instant boot(Instant now) throws ErrnoException {
        return Target.IS_LINUX
                ? now.minus(posix.clocks().clockGettime(CLOCK_BOOTTIME).toDuration())
                : posix.onDarwin().sysctl().time("kern.boottime");
    }

    private String distribution() throws ErrnoException {
        if (Target.IS_DARWIN) {
            return darwinDistribution();
        }
        for (String file : RELEASE_FILES) {
            for (String line : read(file).lines().toList()) {
                if (line.startsWith(NAME)) {
                    return unquoted(line.substring(NAME.length()));
                }
            }
        }
        return null;
    }

    /** Returns the version of macOS, or null on macOS before 10.13.4. */
    private String darwinDistribution() throws ErrnoException {
        try {
            return "macOS " + posix.onDarwin().sysctl().text("kern.osproductversion");
        } catch (ErrnoException e) {
            if (e.errno() != ENOENT) {
                throw e;
            }
            return null;
        }
    }

    /** Returns a value of os-release(5), which is quoted as in a shell. */
    static String unquoted(String value) {
        String text = value.strip();
        boolean isQuoted = text.length() > 1
                && "\"'".indexOf(text.charAt(0)) >= 0
                && text.charAt(0) == text.charAt(text.length() - 1);
        String inner = isQuoted ? text.substring(1, text.length() - 1) : text;
        return text.startsWith("'") ? inner : inner.replaceAll("\\\\([\"'\\\\$`])", "$1");
    }

    /** Returns the text of a small file, or an empty string if it cannot be opened. */
    private String read(String path) throws ErrnoException {
        int opened = posix.files().openOrErrno(path, O_RDONLY | O_CLOEXEC, 0);
        if (opened < 0) {
            return "";
        }
        try (Fd fd = Fd.own(opened)) {
            return new String(WholeFile.bytes(posix, fd.num()), StandardCharsets.UTF_8);
        }
    }

    private Processors processors() throws ErrnoException {
        List<Integer> usable = null;
        if (Target.IS_LINUX) {
            CpuSet set = new CpuSet();
            posix.onLinux().scheduling().schedGetaffinity(0, set);
            usable = set.cpus().boxed().toList();
        }
        return new Processors(
                posix.host().sysconf(_SC_NPROCESSORS_CONF).orElseThrow(),
                posix.host().sysconf(_SC_NPROCESSORS_ONLN).orElseThrow(),
                usable);
    }

    private static Memory memory(Sysinfo info) {
        long unit = Integer.toUnsignedLong(info.memUnit());
        return new Memory(
                info.totalram() * unit,
                info.freeram() * unit,
                info.sharedram() * unit,
                info.bufferram() * unit,
                info.totalswap() * unit,
                info.freeswap() * unit);
    }

    private FileSystem root() throws ErrnoException {
        Statvfs root = posix.files().statvfs("/");
        return new FileSystem(
                root.blocks() * root.frsize(),
                root.bfree() * root.frsize(),
                root.bavail() * root.frsize(),
                root.files(),
                root.ffree());
    }

    private Map<String, Limit> limits() throws ErrnoException {
        Map<String, Limit> limits = new TreeMap<>();
        for (Map.Entry<String, ResourceLimit> resource : ResourceLimit.byName().entrySet()) {
            Rlimit limit = posix.processes().getrlimit(resource.getValue().number());
            limits.put(resource.getKey(), new Limit(Rlimit.text(limit.cur()), Rlimit.text(limit.max())));
        }
        return limits;
    }

    private Map<String, Long> clocks() throws ErrnoException {
        Map<String, Long> clocks = new TreeMap<>();
        clocks.put("realtime", resolution(CLOCK_REALTIME));
        clocks.put("monotonic", resolution(CLOCK_MONOTONIC));
        if (Target.IS_LINUX) {
            clocks.put("realtime_coarse", resolution(CLOCK_REALTIME_COARSE));
            clocks.put("monotonic_coarse", resolution(CLOCK_MONOTONIC_COARSE));
        }
        return clocks;
    }

    private long resolution(int clock) throws ErrnoException {
        return posix.clocks().clockGetres(clock).toDuration().toNanos();
    }

    private int accounts() throws ErrnoException {
        int count = 0;
        posix.accounts().setpwent();
        try {
            while (posix.accounts().getpwent() != null) {
                count++;
            }
        } finally {
            posix.accounts().endpwent();
        }
        return count;
    }
}
