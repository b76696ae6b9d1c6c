package posixkit.examples.processes;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import posixkit.process.Rusage;
import posixkit.process.WaitStatus;

/** Prints what a program used, as {@code /usr/bin/time -v} does. */
final class UsageReport {
    private static final int CENTISECOND = 10_000_000;
    private static final int PERCENT = 100;
    private static final int MINUTE = 60;
    private static final int KIBIBYTE = 1024;

    private UsageReport() {}

    /**
     * @param elapsed the time between the start and the end of the program
     * @param isMaxrssInBytes true if the member {@code maxrss} of {@code usage} counts bytes, as on macOS, and not kibibytes
     */
    static void print(
            PrintWriter to,
            List<String> program,
            WaitStatus end,
            Duration elapsed,
            Rusage usage,
            boolean isMaxrssInBytes,
            long pageSize) {
        if (end.signaled()) {
            to.println("Command terminated by signal " + end.signal());
        } else if (end.exitStatus() != 0) {
            to.println("Command exited with non-zero status " + end.exitStatus());
        }
        line(to, "Command being timed", "\"" + String.join(" ", program) + "\"");
        line(to, "User time (seconds)", seconds(usage.userTime()));
        line(to, "System time (seconds)", seconds(usage.systemTime()));
        line(to, "Percent of CPU this job got", percent(usage.userTime().plus(usage.systemTime()), elapsed));
        line(to, "Elapsed (wall clock) time (h:mm:ss or m:ss)", clock(elapsed));
        line(to, "Average shared text size (kbytes)", 0);
        line(to, "Average unshared data size (kbytes)", 0);
        line(to, "Average stack size (kbytes)", 0);
        line(to, "Average total size (kbytes)", 0);
        line(to, "Maximum resident set size (kbytes)", isMaxrssInBytes ? usage.maxrss() / KIBIBYTE : usage.maxrss());
        line(to, "Average resident set size (kbytes)", 0);
        line(to, "Major (requiring I/O) page faults", usage.majflt());
        line(to, "Minor (reclaiming a frame) page faults", usage.minflt());
        line(to, "Voluntary context switches", usage.nvcsw());
        line(to, "Involuntary context switches", usage.nivcsw());
        line(to, "Swaps", usage.nswap());
        line(to, "File system inputs", usage.inblock());
        line(to, "File system outputs", usage.oublock());
        line(to, "Socket messages sent", usage.msgsnd());
        line(to, "Socket messages received", usage.msgrcv());
        line(to, "Signals delivered", usage.nsignals());
        line(to, "Page size (bytes)", pageSize);
        line(to, "Exit status", end.exited() ? end.exitStatus() : 0);
    }

    private static void line(PrintWriter to, String what, Object value) {
        to.println("\t" + what + ": " + value);
    }

    private static String seconds(Duration time) {
        return String.format("%d.%02d", time.toSeconds(), time.toNanosPart() / CENTISECOND);
    }

    private static String percent(Duration used, Duration elapsed) {
        return elapsed.toNanos() == 0 ? "?%" : used.toNanos() * PERCENT / elapsed.toNanos() + "%";
    }

    private static String clock(Duration time) {
        return time.toHours() > 0
                ? String.format("%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : String.format(
                        "%d:%02d.%02d",
                        time.toSeconds() / MINUTE, time.toSecondsPart(), time.toNanosPart() / CENTISECOND);
    }
}
