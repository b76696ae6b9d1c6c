package posixkit.examples.files;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import posixkit.ErrnoException;
import posixkit.examples.cli.Quoting;
import posixkit.examples.cli.Subcommand;
import posixkit.examples.files.ChangeWatcher.Change;
import posixkit.process.Spawn;
import posixkit.process.WaitStatus;

@Command(
        name = "watch",
        description = {
            "Prints what happens to files and in directories, or runs a command then.",
            "Each line has an event and a name. The events of Linux are create, modify, close (after writing), attrib, delete, "
                    + "moved-from, moved-to; and of the FILE itself delete-self, move-self, unmount.",
            "On macOS, a renamed file in a directory is deleted and created, and there is no close."
        },
        exitCodeList = {
            "0:all went well",
            "1:something failed, nothing is left to watch, or with -1, nothing happened in time",
            "2:a wrong option or argument",
            "n:with -1 and --exec, the exit code of the command, or 128 and the signal that ended it"
        })
public final class WatchCommand extends Subcommand {
    private static final int FOR_EVER = -1;
    private static final int MILLIS_PER_SECOND = 1000;
    private static final int MOST_NAMES = 1000;

    @Option(
            names = {"-1", "--once"},
            description = "end after the first event, or the first run of the command")
    private boolean once;

    @Option(
            names = "--debounce",
            paramLabel = "MILLIS",
            defaultValue = "100",
            description = "run the command when nothing has happened for so long; ${DEFAULT-VALUE} without it")
    private int debounce;

    @Option(
            names = "--exec",
            paramLabel = "COMMAND",
            description =
                    "run this with sh, and print no events; \"$@\" are the names, 1000 at most. What happens while it runs, "
                            + "also by its own doing, starts it again")
    private String command;

    @Option(
            names = {"-r", "--recursive"},
            description = "also all directories in the directories")
    private boolean recursive;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "end when nothing has happened for so long")
    private Double timeout;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "files and directories; symbolic links are followed")
    private List<String> files;

    @Override
    protected void run() throws ErrnoException {
        int patience = timeout == null ? FOR_EVER : (int) Math.ceil(timeout * MILLIS_PER_SECOND);
        if (patience < FOR_EVER || timeout != null && patience < 0 || debounce < 0) {
            throw usage("a time is negative");
        }
        boolean onTerminal = isOnTerminal();
        try (ChangeWatcher watcher = ChangeWatcher.of(posix(), recursive, this::complain)) {
            for (String file : files) {
                try {
                    watcher.add(file);
                } catch (ErrnoException e) {
                    complain(file, e.errno());
                }
            }
            while (true) {
                if (watcher.isIdle()) {
                    complain("nothing is left to watch");
                    return;
                }
                List<Change> changes = watcher.await(patience);
                if (changes.isEmpty() && patience != FOR_EVER && !watcher.isIdle()) {
                    if (once) {
                        complain("nothing has happened in time");
                    }
                    return;
                }
                if (!changes.isEmpty() && react(watcher, changes, onTerminal) && once) {
                    return;
                }
            }
        }
    }

    /** Prints the changes or runs the command. Returns false if there was nothing to do. */
    private boolean react(ChangeWatcher watcher, List<Change> changes, boolean onTerminal) throws ErrnoException {
        if (changes.stream().anyMatch(each -> each.path().isEmpty())) {
            complain("more happened than the system remembered; some events are lost");
        }
        if (command != null) {
            runCommand(names(watcher, changes));
            return true;
        }
        List<Change> shown = changes.stream()
                .filter(each -> !each.path().isEmpty())
                .limit(once ? 1 : Long.MAX_VALUE)
                .toList();
        for (Change each : shown) {
            String path = onTerminal ? Quoting.forShellIfNeeded(each.path()) : each.path();
            out().printf("%-11s %s%n", each.event(), path);
        }
        out().flush();
        return !shown.isEmpty();
    }

    /** Returns the names of the changed files, after nothing has changed for a while. */
    private Set<String> names(ChangeWatcher watcher, List<Change> first) throws ErrnoException {
        Set<String> names = new LinkedHashSet<>();
        for (List<Change> changes = first; !changes.isEmpty(); changes = watcher.await(debounce)) {
            changes.forEach(each -> names.add(each.path()));
        }
        names.remove("");
        return names;
    }

    private void runCommand(Set<String> names) throws ErrnoException {
        String[] words = Stream.concat(
                        Stream.of("sh", "-c", command, "sh"), names.stream().limit(MOST_NAMES))
                .toArray(String[]::new);
        int child = posix().processes().spawn(Spawn.of(words));
        WaitStatus status = new WaitStatus();
        posix().processes().wait4(child, status, 0, null);
        if (once) {
            exitAs(status);
        }
    }
}
