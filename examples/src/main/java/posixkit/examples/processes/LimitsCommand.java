package posixkit.examples.processes;

import static posixkit.constants.Errno.ENOENT;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import posixkit.ErrnoException;
import posixkit.Target;
import posixkit.examples.cli.AttachedValue;
import posixkit.examples.cli.Json;
import posixkit.examples.cli.ResourceLimit;
import posixkit.examples.cli.Subcommand;
import posixkit.examples.cli.Table;
import posixkit.examples.cli.Table.Column;
import posixkit.process.Rlimit;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;

@Command(
        name = "limits",
        description = {
            "Prints or sets limits, or runs a command with other limits, as prlimit does.",
            "LIMIT is SOFT:HARD, SOFT: or :HARD, or one value for both; unlimited is a value.",
            "A resource without LIMIT is printed, and the others are not."
        },
        exitCodeList = {
            "0:all went well",
            "1:something failed",
            "2:a wrong option or argument",
            "126:the command could not be started",
            "127:the command was not found",
            "n:otherwise the command's own exit code, or 128 and the signal that ended it"
        })
public final class LimitsCommand extends Subcommand {
    private static final int NOT_STARTED = 126;
    private static final int NOT_FOUND = 127;

    @Option(names = "--json", description = "print a JSON array, in which null means unlimited")
    private boolean json;

    @Option(
            names = {"-p", "--pid"},
            paramLabel = "PID",
            description = "the limits of this process, not of pk itself (on Linux)")
    private Integer pid;

    @Parameters(paramLabel = "COMMAND", description = "a program to run, and its arguments")
    private List<String> command = List.of();

    private final Map<ResourceLimit, String> wanted = new EnumMap<>(ResourceLimit.class);

    private record Row(String resource, String description, BigInteger soft, BigInteger hard, String units) {}

    /** Adds an option for each resource. Options after the name of the command belong to that command. */
    @Spec
    void addResources(CommandSpec spec) {
        spec.parser().stopAtPositional(true);
        for (ResourceLimit each : ResourceLimit.ofThisSystem()) {
            spec.addOption(OptionSpec.builder(each.option())
                    .paramLabel("LIMIT")
                    .arity("0..1")
                    .fallbackValue("")
                    .preprocessor(new AttachedValue())
                    .type(String.class)
                    .description(each.description() + (each.units().isEmpty() ? "" : ", in " + each.units()))
                    .setter(setter(each))
                    .build());
        }
    }

    private ISetter setter(ResourceLimit resource) {
        return new ISetter() {
            @Override
            @SuppressWarnings("unchecked") // picocli passes null first, and then texts, as the type of the option says
            public <T> T set(T value) {
                return (T) (value == null ? wanted.remove(resource) : wanted.put(resource, (String) value));
            }
        };
    }

    @Override
    protected void run() throws ErrnoException {
        boolean sets = wanted.values().stream().anyMatch(limit -> !limit.isEmpty());
        if (command.isEmpty()) {
            if (sets && pid == null) {
                throw usage("a limit is set for another process (--pid) or for a command");
            }
            for (ResourceLimit each : wanted.keySet()) {
                set(each, wanted.get(each));
            }
            if (!sets || wanted.containsValue("")) {
                print();
            }
        } else if (pid == null) {
            runCommand();
        } else {
            throw usage("--pid and a command exclude each other");
        }
    }

    private Rlimit get(ResourceLimit resource) throws ErrnoException {
        return pid == null
                ? posix().processes().getrlimit(resource.number())
                : posix().onLinux().kernel().prlimit(pid, resource.number());
    }

    /** Returns the limits of the process, changed as {@code text} says. */
    private Rlimit changed(ResourceLimit resource, String text) throws ErrnoException {
        Rlimit limit = get(resource);
        int colon = text.indexOf(':');
        String soft = colon < 0 ? text : text.substring(0, colon);
        String hard = colon < 0 ? text : text.substring(colon + 1);
        if (!soft.isEmpty()) {
            limit.cur(value(resource, soft));
        }
        if (!hard.isEmpty()) {
            limit.max(value(resource, hard));
        }
        return limit;
    }

    private long value(ResourceLimit resource, String text) {
        try {
            return ResourceLimit.value(text);
        } catch (IllegalArgumentException e) {
            throw usage(resource.option() + ": not a limit: " + text);
        }
    }

    private void set(ResourceLimit resource, String text) throws ErrnoException {
        if (!text.isEmpty()) {
            Rlimit limit = changed(resource, text);
            int result = posix().onLinux().kernel().prlimitOrErrno(pid, resource.number(), limit, null);
            if (result != 0) {
                complain(resource.option() + "=" + text, -result);
            }
        }
    }

    private void runCommand() throws ErrnoException {
        Spawn spawn = Spawn.of(command.toArray(String[]::new));
        for (Map.Entry<ResourceLimit, String> each : wanted.entrySet()) {
            if (!each.getValue().isEmpty()) {
                Rlimit limit = changed(each.getKey(), each.getValue());
                if (Target.IS_LINUX) {
                    spawn.limit(each.getKey().number(), limit.cur(), limit.max());
                } else {
                    posix().processes().setrlimit(each.getKey().number(), limit); // the command inherits it
                }
            }
        }
        out().flush();
        int child;
        try {
            child = posix().processes().spawn(spawn);
        } catch (ErrnoException e) {
            complain(e.getMessage());
            exitWith(e.errno() == ENOENT ? NOT_FOUND : NOT_STARTED);
            return;
        }
        WaitStatus status = new WaitStatus();
        posix().processes().wait4(child, status, 0, null);
        exitAs(status);
    }

    private void print() throws ErrnoException {
        List<ResourceLimit> resources = ResourceLimit.ofThisSystem().stream()
                .filter(each -> wanted.isEmpty() || "".equals(wanted.get(each)))
                .toList();
        Table table = new Table(List.of(
                Column.left("RESOURCE"),
                Column.left("DESCRIPTION"),
                Column.right("SOFT"),
                Column.right("HARD"),
                Column.left("UNITS")));
        List<Row> rows = new ArrayList<>();
        for (ResourceLimit each : resources) {
            Rlimit limit = get(each);
            String soft = Rlimit.text(limit.cur());
            String hard = Rlimit.text(limit.max());
            table.add(each.name(), each.description(), soft, hard, each.units());
            rows.add(new Row(each.word(), each.description(), number(soft), number(hard), each.units()));
        }
        if (json) {
            Json.print(out(), rows);
        } else {
            table.print(out());
        }
    }

    private static BigInteger number(String limit) {
        return limit.equals(Rlimit.text(Rlimit.INFINITY)) ? null : new BigInteger(limit);
    }
}
