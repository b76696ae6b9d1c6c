package posixkit.examples.system;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import posixkit.ErrnoException;
import posixkit.examples.cli.Json;
import posixkit.examples.cli.Subcommand;
import posixkit.examples.system.SystemReport.FileSystem;
import posixkit.examples.system.SystemReport.Memory;
import posixkit.examples.system.SystemReport.Processors;

@Command(
        name = "sysinfo",
        description = {
            "Prints what this machine is, and what it has.",
            "The limits are those of this process: the JVM has raised the soft limit of files (nofile) to the hard one."
                    + " The number of users is that of the user database, not of those who are logged in."
        })
public final class SysinfoCommand extends Subcommand {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final List<String> LIMITS = List.of("nofile", "nproc", "stack", "as", "memlock", "core");
    private static final String UNITS = "KMGTPE";
    private static final int KIBIBYTE = 1024;

    @Option(names = "--json", description = "print all of it as JSON, with sizes in bytes and all limits")
    private boolean json;

    @Override
    protected void run() throws ErrnoException {
        SystemReport report = new SystemFacts(posix()).report();
        if (json) {
            Json.print(out(), report);
        } else {
            print(report);
        }
    }

    private void print(SystemReport report) {
        line("host", report.host());
        line("kernel", report.kernel() + " " + report.release() + " " + report.machine() + ", " + report.version());
        if (report.distribution() != null) {
            line("system", report.distribution());
        }
        Instant boot = Instant.parse(report.bootTime());
        line("up", duration(report.upSeconds()) + ", since " + LOCAL.format(boot.atZone(ZoneId.systemDefault())));
        line(
                "load",
                report.load().stream().map(each -> String.format("%.2f", each)).collect(Collectors.joining(" "))
                        + (report.processes() == null ? "" : ", " + report.processes() + " processes and threads"));
        line("processors", processors(report.processors()));
        printMemory(report.memory());
        line("page", report.pageSize() + " bytes");
        FileSystem root = report.root();
        line(
                "/",
                size(root.size()) + ", " + size(root.free()) + " free, " + size(root.available()) + " available, "
                        + root.files() + " files, " + root.freeFiles() + " free");
        for (String name : LIMITS) {
            line(
                    "limit",
                    name + " " + report.limits().get(name).soft() + ", at most "
                            + report.limits().get(name).hard());
        }
        report.clockNanoseconds()
                .forEach((clock, nanoseconds) -> line("clock", clock + " in steps of " + nanoseconds + " ns"));
        line("users", report.accounts() + ", this is " + report.user());
    }

    private void printMemory(Memory memory) {
        if (memory.free() == null) {
            line("memory", size(memory.total()));
            return;
        }
        line(
                "memory",
                size(memory.total()) + ", " + size(memory.free()) + " free, " + size(memory.shared()) + " shared, "
                        + size(memory.buffers()) + " in buffers");
        line("swap", memory.swap() == 0 ? "none" : size(memory.swap()) + ", " + size(memory.freeSwap()) + " free");
    }

    private void line(String what, String value) {
        out().println(String.format("%-10s  %s", what, value));
    }

    private static String duration(double seconds) {
        Duration time = Duration.ofSeconds((long) seconds);
        return (time.toDays() == 0 ? "" : time.toDays() + " days ")
                + String.format("%d:%02d:%02d", time.toHoursPart(), time.toMinutesPart(), time.toSecondsPart());
    }

    private static String processors(Processors processors) {
        return processors.configured() + ", " + processors.online() + " online"
                + (processors.usable() == null ? "" : ", this process may use " + ranges(processors.usable()));
    }

    /** Returns ascending numbers as taskset does, for example {@code 0-3,6,7}. */
    static String ranges(List<Integer> numbers) {
        List<String> found = new ArrayList<>();
        for (int from = 0; from < numbers.size(); ) {
            int to = from;
            while (to + 1 < numbers.size() && numbers.get(to + 1) == numbers.get(to) + 1) {
                to++;
            }
            String separator = to == from + 1 ? "," : "-";
            found.add(from == to ? numbers.get(from).toString() : numbers.get(from) + separator + numbers.get(to));
            from = to + 1;
        }
        return String.join(",", found);
    }

    /** Returns a size with one digit behind the point, in the largest unit that keeps it at 1 or more. */
    static String size(long bytes) {
        if (bytes < KIBIBYTE) {
            return bytes + " bytes";
        }
        double size = bytes;
        int unit = -1;
        while (size >= KIBIBYTE) {
            size /= KIBIBYTE;
            unit++;
        }
        return String.format("%.1f %siB", size, UNITS.charAt(unit));
    }
}
