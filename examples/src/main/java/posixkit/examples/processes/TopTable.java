package posixkit.examples.processes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.examples.cli.AccountNames;

/** Makes the rows of {@code pk top}. It compares the processes with those of its last call. */
final class TopTable {
    static final String HEAD = String.format(
            "%7s %7s %-8s %s %5s %5s %9s %9s %s", "PID", "PPID", "USER", "S", "%CPU", "%MEM", "RSS", "TIME", "COMMAND");
    private static final int KIBIBYTE = 1024;
    private static final int USER = 8;
    private static final double PERCENT = 100;

    private final Posix posix;
    private final ProcessSource source;
    private final AccountNames users;
    private Map<Integer, ProcessSample> last = Map.of();

    /** The orders of rows: the largest share first, or the smallest pid first. */
    enum Order {
        CPU(Comparator.comparingDouble(Row::cpu).reversed()),
        MEM(Comparator.comparingLong(Row::resident).reversed()),
        PID(Comparator.comparingInt(Row::pid));

        private final Comparator<Row> rows;

        Order(Comparator<Row> rows) {
            this.rows = rows.thenComparingInt(Row::pid);
        }
    }

    /**
     * A row of the table.
     *
     * @param cpu the share of one processor, in percent: since the last time, or over the life of the process if there is none
     * @param memory the share of the machine's memory, in percent
     */
    record Row(
            int pid,
            int ppid,
            String user,
            int uid,
            String state,
            double cpu,
            double memory,
            long resident,
            long virtual,
            double cpuSeconds,
            String command) {

        /** Returns the row as a line. {@code shown} is the name of the program as it is to be shown. */
        String line(String shown) {
            Duration time =
                    Duration.ofMillis((long) (cpuSeconds * Duration.ofSeconds(1).toMillis()));
            String name = user.length() > USER ? user.substring(0, USER - 1) + "+" : user;
            return String.format(
                    "%7d %7d %-8s %s %5.1f %5.1f %9d %6d:%02d %s",
                    pid,
                    ppid,
                    name,
                    state,
                    cpu,
                    memory,
                    resident / KIBIBYTE,
                    time.toMinutes(),
                    time.toSecondsPart(),
                    shown);
        }
    }

    TopTable(Posix posix) throws ErrnoException {
        this.posix = posix;
        source = ProcessSource.of(posix);
        users = AccountNames.ofUsers(posix.accounts());
    }

    /** Returns the rows of all processes, sorted by {@code order}. */
    List<Row> rows(Order order) throws ErrnoException {
        long memory = source.memory();
        List<Row> rows = new ArrayList<>();
        Map<Integer, ProcessSample> now = new HashMap<>();
        for (ProcessSample process : source.processes()) {
            now.put(process.pid(), process);
            rows.add(row(process, memory));
        }
        last = now;
        rows.sort(order.rows);
        return rows;
    }

    private Row row(ProcessSample process, long memory) {
        return new Row(
                process.pid(),
                process.ppid(),
                users.of(process.uid()).orElse(Integer.toUnsignedString(process.uid())),
                process.uid(),
                Character.toString(process.state()),
                cpu(process),
                PERCENT * process.resident() / memory,
                process.resident(),
                process.virtual(),
                process.cpu().toMillis() / (double) Duration.ofSeconds(1).toMillis(),
                process.command());
    }

    private double cpu(ProcessSample process) {
        ProcessSample before = last.get(process.pid());
        // A smaller age means that the process has ended and another has its pid.
        boolean isSame = before != null && before.age().compareTo(process.age()) < 0;
        Duration used = isSame ? process.cpu().minus(before.cpu()) : process.cpu();
        Duration time = isSame ? process.age().minus(before.age()) : process.age();
        return time.toNanos() == 0 ? 0 : PERCENT * used.toNanos() / time.toNanos();
    }

    /** Returns the line above the table. */
    String summary(List<Row> rows) throws ErrnoException {
        double[] load = posix.host().getloadavg();
        long used = rows.stream().mapToLong(Row::resident).sum();
        return String.format(
                "%d processes, load %.2f %.2f %.2f, %d MiB in use by processes, %d MiB of memory",
                rows.size(),
                load[0],
                load[1],
                load[2],
                used / KIBIBYTE / KIBIBYTE,
                source.memory() / KIBIBYTE / KIBIBYTE);
    }
}
