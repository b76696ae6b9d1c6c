package posixkit.examples.doctor;

import static posixkit.constants.ClockId.CLOCK_MONOTONIC;
import static posixkit.constants.ClockId.CLOCK_REALTIME;
import static posixkit.constants.Resource.RLIMIT_NOFILE;
import static posixkit.constants.Resource.RUSAGE_SELF;
import static posixkit.constants.Sysconf._SC_PAGESIZE;
import static posixkit.examples.doctor.Checkup.same;
import static posixkit.examples.doctor.Checkup.within;

import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.security.auth.module.UnixSystem;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import posixkit.Posix;
import posixkit.Target;
import posixkit.process.Rlimit;
import posixkit.process.Rusage;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;
import posixkit.system.Utsname;
import posixkit.time.Timespec;

/**
 * Checks the calls for process ids, user ids, group ids, child processes, resource limits, system information and clocks.
 * Compares most results with results of the JDK.
 */
final class ProcessChecks {
    private static final long LARGEST = Long.MAX_VALUE;
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int STATUS = 3;

    private final Posix posix;

    private ProcessChecks(Posix posix) {
        this.posix = posix;
    }

    static void run(Posix posix, Checkup checkup) {
        ProcessChecks process = new ProcessChecks(posix);
        checkup.check("getpid, getppid", process::pids);
        checkup.check("getuid, getgroups", process::ids);
        checkup.check("getrlimit", process::limits);
        checkup.check("getrusage", process::usage);
        checkup.check("posix_spawn, wait4", process::child);
        checkup.check("uname", process::name);
        checkup.check("page size", process::pages);
        checkup.check("gettimeofday", process::time);
        checkup.check("clock_gettime", process::clocks);
    }

    private String pids() throws Exception {
        ProcessHandle self = ProcessHandle.current();
        same("pid", (long) posix.processes().getpid(), self.pid());
        long parent = self.parent().map(ProcessHandle::pid).orElse(0L);
        same("parent", (long) posix.processes().getppid(), parent);
        return self.pid() + " of " + parent;
    }

    private String ids() throws Exception {
        UnixSystem jdk = new UnixSystem();
        same("uid", Integer.toUnsignedLong(posix.ids().getuid()), jdk.getUid());
        same("gid", Integer.toUnsignedLong(posix.ids().getgid()), jdk.getGid());
        Set<Long> ours = Arrays.stream(posix.ids().getgroups())
                .mapToObj(Integer::toUnsignedLong)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<Long> theirs = Arrays.stream(jdk.getGroups()).boxed().collect(Collectors.toCollection(TreeSet::new));
        // Some operating systems and tools list the effective group among the supplementary groups, and others do
        // not. So the effective group is added to the groups from posixkit and to the groups from the JDK, before
        // they are compared.
        long effective = Integer.toUnsignedLong(posix.ids().getegid());
        ours.add(effective);
        theirs.add(effective);
        same("groups", ours, theirs);
        return "of a user in " + ours.size() + " groups";
    }

    private String limits() throws Exception {
        Rlimit files = posix.processes().getrlimit(RLIMIT_NOFILE);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean jdk) {
            same("open files", files.cur(), jdk.getMaxFileDescriptorCount());
        }
        within("hard limit, against the soft one", Rlimit.compare(files.max(), files.cur()), 0, 1);
        return Rlimit.text(files.cur()) + " open files, at most " + Rlimit.text(files.max());
    }

    private String usage() throws Exception {
        Rusage usage = posix.processes().getrusage(RUSAGE_SELF);
        Duration ours = usage.userTime().plus(usage.systemTime());
        Duration jdk = ProcessHandle.current().info().totalCpuDuration().orElse(ours);
        within("milliseconds between two clocks", ours.minus(jdk).toMillis(), -SOON.toMillis(), SOON.toMillis());
        long unit = Target.IS_LINUX ? 1024 : 1;
        within("memory", usage.maxrss() * unit, 1 << 20, LARGEST);
        return ours.toMillis() + " ms, " + usage.maxrss() * unit + " bytes at most";
    }

    private String child() throws Exception {
        WaitStatus status = new WaitStatus();
        Rusage usage = posix.processes().newRusage();
        int child = posix.processes().spawn(Spawn.of("/bin/sh", "-c", "exit " + STATUS));
        same("child", posix.processes().wait4(child, status, 0, usage), child);
        same("exited", status.exited(), true);
        same("status", status.exitStatus(), STATUS);
        return status.toString();
    }

    private String name() throws Exception {
        Utsname name = posix.host().uname();
        same("system", name.sysname(), Target.IS_LINUX ? "Linux" : "Darwin");
        return name.sysname() + " " + name.release();
    }

    private String pages() throws Exception {
        int size = posix.host().getpagesize();
        same("page size", (long) size, posix.host().sysconf(_SC_PAGESIZE).orElseThrow());
        same("bits in a page size", Integer.bitCount(size), 1);
        return size + " bytes";
    }

    private String time() throws Exception {
        Instant before = Instant.now();
        Instant time = posix.clocks().gettimeofday().toInstant();
        within("milliseconds past", Duration.between(before, time).toMillis(), -1, SOON.toMillis());
        return time.toString();
    }

    private String clocks() throws Exception {
        Instant before = Instant.now();
        Instant time = posix.clocks().clockGettime(CLOCK_REALTIME).toInstant();
        within("milliseconds past", Duration.between(before, time).toMillis(), -1, SOON.toMillis());
        Timespec first = posix.clocks().clockGettime(CLOCK_MONOTONIC);
        Timespec second = posix.clocks().clockGettime(CLOCK_MONOTONIC);
        Duration step = second.toDuration().minus(first.toDuration());
        within("nanoseconds of one step", step.toNanos(), 0, SOON.toNanos());
        return "monotonic since " + first.toDuration().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    }
}
