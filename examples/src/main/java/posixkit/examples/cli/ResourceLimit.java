package posixkit.examples.cli;

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

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import posixkit.Target;
import posixkit.process.Rlimit;
import posixkit.process.Spawn;

/**
 * The resources that a system limits for each process, with the words of prlimit for them, and limits as text: {@code nofile=64} or
 * {@code nofile=64:1024} or {@code core=unlimited}.
 */
public enum ResourceLimit {
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
    RSS(RLIMIT_RSS, "max resident set size", "bytes", false),
    RTPRIO(RLIMIT_RTPRIO, "max real-time priority", "", true),
    RTTIME(RLIMIT_RTTIME, "timeout for real-time tasks", "microsecs", true),
    SIGPENDING(RLIMIT_SIGPENDING, "max number of pending signals", "signals", true),
    STACK(RLIMIT_STACK, "max stack size", "bytes", false);

    private static final String UNLIMITED = Rlimit.text(Rlimit.INFINITY);

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

    /** Returns the resources that this system limits, each number once. */
    public static List<ResourceLimit> ofThisSystem() {
        Set<Integer> numbers = new HashSet<>();
        return byName().values().stream()
                .filter(each -> numbers.add(each.number))
                .toList();
    }

    /** Returns all names that this system has, in their order, also two for one number. */
    public static Map<String, ResourceLimit> byName() {
        Map<String, ResourceLimit> names = new TreeMap<>();
        for (ResourceLimit each : values()) {
            if (Target.IS_LINUX || !each.onLinuxOnly) {
                names.put(each.word(), each);
            }
        }
        return names;
    }

    /**
     * Reads a limit. One value is both the soft and the hard limit.
     *
     * @throws IllegalArgumentException if {@code text} is no limit
     */
    public static Spawn.Limit parse(String text) {
        Map<String, ResourceLimit> names = byName();
        String[] words = text.split("=", 2);
        ResourceLimit resource = names.get(words[0]);
        if (resource == null || words.length == 1) {
            throw new IllegalArgumentException(
                    "not NAME=SOFT[:HARD] with one of the names " + String.join(", ", names.keySet()) + ": " + text);
        }
        String[] values = words[1].split(":", 2);
        return new Spawn.Limit(resource.number, value(values[0]), value(values[values.length - 1]));
    }

    /**
     * Reads the value of a limit: a number, or {@code unlimited}.
     *
     * @throws IllegalArgumentException if {@code text} is neither
     */
    public static long value(String text) {
        try {
            return text.equals(UNLIMITED) ? Rlimit.INFINITY : Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("neither a number nor unlimited: " + text, e);
        }
    }

    /** Returns the name of the resource as options and JSON have it, for example {@code nofile}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the option that selects the resource, for example {@code --nofile}. */
    public String option() {
        return "--" + word();
    }

    public int number() {
        return number;
    }

    public String description() {
        return description;
    }

    public String units() {
        return units;
    }
}
