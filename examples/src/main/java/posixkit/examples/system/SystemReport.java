package posixkit.examples.system;

import java.util.List;
import java.util.Map;

/**
 * What {@code pk sysinfo} prints. Sizes are in bytes. Null stands for what this system does not say.
 *
 * @param distribution the name and the version of the distribution
 * @param upSeconds the time since the machine was started, also that in which it slept
 * @param bootTime the time of the start, in the format of ISO 8601
 * @param load the average number of running processes in the last 1, 5 and 15 minutes
 * @param processes the number of processes and threads
 * @param limits the resource limits of this process, by name
 * @param clockNanoseconds the resolutions of the clocks, by name
 * @param user the name of the effective user, or the number if it has no name
 * @param accounts the number of users in the user database
 */
record SystemReport(
        String host,
        String kernel,
        String release,
        String version,
        String machine,
        String distribution,
        double upSeconds,
        String bootTime,
        List<Double> load,
        Integer processes,
        Processors processors,
        Memory memory,
        long pageSize,
        FileSystem root,
        Map<String, Limit> limits,
        Map<String, Long> clockNanoseconds,
        String user,
        int accounts) {

    /** @param usable the numbers of the processors on which this process may run */
    record Processors(long configured, long online, List<Integer> usable) {}

    record Memory(long total, Long free, Long shared, Long buffers, Long swap, Long freeSwap) {}

    /** @param available the bytes that users other than root may use */
    record FileSystem(long size, long free, long available, long files, long freeFiles) {}

    /** Each of the two is a number or {@code unlimited}. */
    record Limit(String soft, String hard) {}
}
