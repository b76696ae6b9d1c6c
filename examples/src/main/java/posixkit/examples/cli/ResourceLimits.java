package posixkit.examples.cli;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import posixkit.Target;
import posixkit.constants.Resource;
import posixkit.onlinux.constants.LinuxResource;
import posixkit.process.Spawn;

/** The names of resource limits, and limits as text: {@code nofile=64} or {@code nofile=64:1024} or {@code core=unlimited}. */
public final class ResourceLimits {
    private static final String UNLIMITED = "unlimited";
    private static final Map<String, Integer> RESOURCES = resources();

    private ResourceLimits() {}

    private static Map<String, Integer> resources() {
        Map<String, Integer> resources = new TreeMap<>(Map.of(
                "as", Resource.RLIMIT_AS,
                "core", Resource.RLIMIT_CORE,
                "cpu", Resource.RLIMIT_CPU,
                "data", Resource.RLIMIT_DATA,
                "fsize", Resource.RLIMIT_FSIZE,
                "memlock", Resource.RLIMIT_MEMLOCK,
                "nofile", Resource.RLIMIT_NOFILE,
                "nproc", Resource.RLIMIT_NPROC,
                "rss", Resource.RLIMIT_RSS,
                "stack", Resource.RLIMIT_STACK));
        if (Target.IS_LINUX) {
            resources.put("locks", LinuxResource.RLIMIT_LOCKS);
            resources.put("msgqueue", LinuxResource.RLIMIT_MSGQUEUE);
            resources.put("nice", LinuxResource.RLIMIT_NICE);
            resources.put("rtprio", LinuxResource.RLIMIT_RTPRIO);
            resources.put("rttime", LinuxResource.RLIMIT_RTTIME);
            resources.put("sigpending", LinuxResource.RLIMIT_SIGPENDING);
        }
        return Collections.unmodifiableMap(resources);
    }

    /** Returns the numbers of all resources of this system, by their names. */
    public static Map<String, Integer> all() {
        return RESOURCES;
    }

    /**
     * Reads a limit. One value is both the soft and the hard limit.
     *
     * @throws IllegalArgumentException if {@code text} is no limit
     */
    public static Spawn.Limit parse(String text) {
        String[] words = text.split("=", 2);
        Integer resource = RESOURCES.get(words[0]);
        if (resource == null || words.length == 1) {
            throw new IllegalArgumentException("not NAME=SOFT[:HARD] with one of the names "
                    + String.join(", ", RESOURCES.keySet()) + ": " + text);
        }
        String[] values = words[1].split(":", 2);
        return new Spawn.Limit(resource, value(values[0]), value(values[values.length - 1]));
    }

    private static long value(String text) {
        try {
            return text.equals(UNLIMITED) ? Resource.RLIM_INFINITY : Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("neither a number nor unlimited: " + text, e);
        }
    }
}
