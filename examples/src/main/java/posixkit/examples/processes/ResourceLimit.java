package posixkit.examples.processes;

import static posixkit.constants.Resource.RLIMIT_AS;
import static posixkit.constants.Resource.RLIMIT_CORE;
import static posixkit.constants.Resource.RLIMIT_CPU;
import static posixkit.constants.Resource.RLIMIT_DATA;
import static posixkit.constants.Resource.RLIMIT_FSIZE;
import static posixkit.constants.Resource.RLIMIT_MEMLOCK;
import static posixkit.constants.Resource.RLIMIT_NOFILE;
import static posixkit.constants.Resource.RLIMIT_NPROC;
import static posixkit.constants.Resource.RLIMIT_RSS;
import static posixkit.constants.Resource.RLIMIT_STACK;
import static posixkit.onlinux.constants.LinuxResource.RLIMIT_LOCKS;
import static posixkit.onlinux.constants.LinuxResource.RLIMIT_MSGQUEUE;
import static posixkit.onlinux.constants.LinuxResource.RLIMIT_NICE;
import static posixkit.onlinux.constants.LinuxResource.RLIMIT_RTPRIO;
import static posixkit.onlinux.constants.LinuxResource.RLIMIT_RTTIME;
import static posixkit.onlinux.constants.LinuxResource.RLIMIT_SIGPENDING;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import posixkit.Target;

/** The resources that a system limits for each process, with the words of prlimit for them. */
enum ResourceLimit {
    AS(RLIMIT_AS, "address space limit", "bytes", false),
    CORE(RLIMIT_CORE, "max core file size", "bytes", false),
    CPU(RLIMIT_CPU, "CPU time", "seconds", false),
    DATA(RLIMIT_DATA, "max data size", "bytes", false),
    FSIZE(RLIMIT_FSIZE, "max file size", "bytes", false),
    LOCKS(RLIMIT_LOCKS, "max number of file locks held", "locks", true),
    MEMLOCK(RLIMIT_MEMLOCK, "max locked-in-memory address space", "bytes", false),
    MSGQUEUE(RLIMIT_MSGQUEUE, "max bytes in POSIX mqueues", "bytes", true),
    NICE(RLIMIT_NICE, "max nice prio allowed to raise", "", true),
    NOFILE(RLIMIT_NOFILE, "max number of open files", "files", false),
    NPROC(RLIMIT_NPROC, "max number of processes", "processes", false),
    /** On macOS this has the number of {@link #AS}. */
    RSS(RLIMIT_RSS, "max resident set size", "bytes", true),
    RTPRIO(RLIMIT_RTPRIO, "max real-time priority", "", true),
    RTTIME(RLIMIT_RTTIME, "timeout for real-time tasks", "microsecs", true),
    SIGPENDING(RLIMIT_SIGPENDING, "max number of pending signals", "signals", true),
    STACK(RLIMIT_STACK, "max stack size", "bytes", false);

    private final int number;
    private final String description;
    private final String units;
    private final boolean onLinuxOnly;

    ResourceLimit(int number, String description, String units, boolean onLinuxOnly) {
        this.number = number;
        this.description = description;
        this.units = units;
        this.onLinuxOnly = onLinuxOnly;
    }

    /** Returns the resources that this system limits. */
    static List<ResourceLimit> ofThisSystem() {
        return Arrays.stream(values())
                .filter(each -> Target.IS_LINUX || !each.onLinuxOnly)
                .toList();
    }

    /** Returns the option that selects the resource, for example {@code --nofile}. */
    String option() {
        return "--" + name().toLowerCase(Locale.ROOT);
    }

    int number() {
        return number;
    }

    String description() {
        return description;
    }

    String units() {
        return units;
    }
}
