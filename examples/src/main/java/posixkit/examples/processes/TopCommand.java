package posixkit.examples.processes;

import static posixkit.constants.PollEvent.POLLIN;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import posixkit.ErrnoException;
import posixkit.Names;
import posixkit.event.PollFds;
import posixkit.examples.cli.Json;
import posixkit.examples.cli.Subcommand;
import posixkit.examples.processes.TopTable.Order;
import posixkit.examples.processes.TopTable.Row;
import posixkit.terminal.RawMode;
import posixkit.terminal.WindowSize;

@Command(
        name = "top",
        description = {
            "Shows the processes that use most processor time or memory.",
            "On a terminal, the list is renewed until q or Ctrl-C; c, m and p sort by %%CPU, memory and pid. %%CPU is the share of one"
                    + " processor since the last time. The first time, and with --once, it is the average over the life of the process, as in ps.",
            "RSS is in KiB, TIME is processor time in minutes and seconds. On macOS, only root sees the processes of others."
        })
public final class TopCommand extends Subcommand {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int CTRL_C = 3;
    private static final int NARROWEST = 20;
    private static final String ENTER = "\033[?1049h\033[?25l";
    private static final String LEAVE = "\033[?25h\033[?1049l";
    private static final String HOME = "\033[H";
    private static final String NEXT_LINE = "\033[K\r\n";
    private static final String CLEAR_REST = "\033[K\033[J";
    private static final String REVERSE = "\033[7m%s\033[0m";

    @Option(
            names = {"-n", "--rows"},
            paramLabel = "N",
            description = "show so many processes; the default is all, or those that fit on the terminal")
    private Integer rows;

    @Option(
            names = {"-s", "--sort"},
            paramLabel = "cpu|mem|pid",
            defaultValue = "cpu",
            description = "the order (${DEFAULT-VALUE})")
    private String sort;

    @Option(
            names = {"-d", "--delay"},
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = "renew the list after this time (${DEFAULT-VALUE})")
    private double delay;

    @Option(names = "--once", description = "print the list once, as always where standard output is no terminal")
    private boolean once;

    @Option(names = "--json", description = "print the list once, as JSON, with sizes in bytes")
    private boolean json;

    private final ByteBuffer key = ByteBuffer.allocateDirect(1);
    private Order order;

    @Override
    protected void run() throws ErrnoException {
        if (rows != null && rows < 0) {
            throw usage("-n: less than 0");
        }
        if (!(delay > 0)) {
            throw usage("-d: not more than 0");
        }
        order = order();
        TopTable table = new TopTable(posix());
        boolean isTerminal = posix().terminals().isatty(STDOUT);
        if (json) {
            Json.print(out(), first(table.rows(order), Integer.MAX_VALUE));
        } else if (once || !isTerminal || !posix().terminals().isatty(STDIN)) {
            List<Row> all = table.rows(order);
            out().println(table.summary(all));
            out().println(TopTable.HEAD);
            for (Row row : first(all, Integer.MAX_VALUE)) {
                out().println(row.line(isTerminal ? Names.printable(row.command()) : row.command()));
            }
        } else {
            renew(table);
        }
    }

    private Order order() {
        return switch (sort) {
            case "cpu" -> Order.CPU;
            case "mem" -> Order.MEM;
            case "pid" -> Order.PID;
            default -> throw usage("-s: neither cpu nor mem nor pid: " + sort);
        };
    }

    private List<Row> first(List<Row> all, int fitting) {
        int most = Math.min(rows == null ? Integer.MAX_VALUE : rows, fitting);
        return all.subList(0, Math.min(most, all.size()));
    }

    /** Shows the list until a key ends the command. Afterwards the terminal is as before, even if SIGTERM ends this process. */
    private void renew(TopTable table) throws ErrnoException {
        RawMode raw = posix().terminals().rawMode(STDIN);
        Thread restoring = new Thread(() -> restore(raw));
        Runtime.getRuntime().addShutdownHook(restoring);
        try {
            out().print(ENTER);
            do {
                show(table);
            } while (!isEnded());
        } finally {
            Runtime.getRuntime().removeShutdownHook(restoring);
            restore(raw);
        }
    }

    private void restore(RawMode raw) {
        out().print(LEAVE);
        out().flush();
        try {
            raw.close();
        } catch (ErrnoException e) {
            complain("the terminal", e.errno());
        }
    }

    private void show(TopTable table) throws ErrnoException {
        WindowSize size = posix().terminals().tcgetwinsize(STDOUT);
        int width = Math.max(size.col(), NARROWEST);
        List<Row> all = table.rows(order);
        out().print(HOME + cut(table.summary(all), width) + NEXT_LINE);
        out().print(String.format(REVERSE, cut(TopTable.HEAD, width)));
        for (Row row : first(all, Math.max(size.row() - 2, 0))) {
            out().print(NEXT_LINE + cut(row.line(Names.printable(row.command())), width));
        }
        out().print(CLEAR_REST);
        out().flush();
    }

    private static String cut(String line, int width) {
        return line.length() > width ? line.substring(0, width) : line;
    }

    /** Waits for a key, or for the time to renew the list. True if the key ends this command. */
    private boolean isEnded() throws ErrnoException {
        PollFds keys = posix().poll().newPollFds(1);
        keys.add(STDIN, POLLIN);
        int milliseconds = (int) Math.min(
                Integer.MAX_VALUE, Math.ceil(delay * Duration.ofSeconds(1).toMillis()));
        if (posix().poll().poll(keys, milliseconds) == 0) {
            return false;
        }
        if (posix().io().read(STDIN, key.clear()) == 0) {
            return true;
        }
        switch (key.get(0)) {
            case 'c' -> order = Order.CPU;
            case 'm' -> order = Order.MEM;
            case 'p' -> order = Order.PID;
            case 'q', CTRL_C -> {
                return true;
            }
            default -> {}
        }
        return false;
    }
}
