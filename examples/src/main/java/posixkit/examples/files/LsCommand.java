package posixkit.examples.files;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import posixkit.ErrnoException;
import posixkit.examples.cli.AttachedValue;
import posixkit.examples.cli.DirectoryReader;
import posixkit.examples.cli.FileMode;
import posixkit.examples.cli.Json;
import posixkit.examples.cli.ShortHelp;
import posixkit.examples.cli.Subcommand;
import posixkit.examples.cli.When;

@Command(name = "ls", description = "Lists files and directories, as GNU ls does.")
public final class LsCommand extends Subcommand {
    @Mixin
    private ShortHelp help;

    @Option(names = "-a", description = "also names that begin with a dot")
    private boolean all;

    @Option(names = "-A", description = "the same, without . and ..")
    private boolean almostAll;

    @Option(names = "-C", description = "in columns, as on a terminal")
    private boolean columns;

    @Option(
            names = "--color",
            arity = "0..1",
            fallbackValue = "always",
            paramLabel = "WHEN",
            preprocessor = AttachedValue.class,
            description = "colours: always, auto (on a terminal), never")
    private When colour = When.AUTO;

    @Option(names = "-d", description = "directories themselves, not what is in them")
    private boolean directoriesThemselves;

    @Option(names = "-h", description = "with -l: sizes such as 1.5K and 20M")
    private boolean human;

    @Option(names = "-i", description = "print the inode number of each file")
    private boolean inodes;

    @Option(names = "--json", description = "print a JSON array with what -l shows")
    private boolean json;

    @Option(names = "-l", description = "one line for each file, with type, permissions, owners, size and time")
    private boolean detailed;

    @Option(names = "-n", description = "the same, with numbers of users and groups")
    private boolean numeric;

    @Option(names = "-1", description = "one name on each line")
    private boolean oneOnALine;

    @Option(
            names = "--quote",
            arity = "0..1",
            fallbackValue = "always",
            paramLabel = "WHEN",
            preprocessor = AttachedValue.class,
            description = "quote odd names for a shell: always, auto, never")
    private When quote = When.AUTO;

    @Option(names = "-r", description = "sort the other way round")
    private boolean reverse;

    @Option(names = "-R", description = "also what is in the directories found")
    private boolean recursive;

    @Option(names = "-S", description = "sort by size, largest first")
    private boolean bySize;

    @Option(names = "-t", description = "sort by time of modification, newest first")
    private boolean byTime;

    @Option(names = "-U", description = "do not sort")
    private boolean unsorted;

    @Option(
            names = {"-w", "--width"},
            paramLabel = "COLUMNS",
            description = "the width of a line, 0 for no limit")
    private Integer width;

    @Parameters(paramLabel = "FILE", description = "files and directories; without one, the current directory")
    private List<String> operands = new ArrayList<>();

    private record Row(
            String path,
            String type,
            String mode,
            long links,
            String user,
            String group,
            long size,
            long blocks,
            long inode,
            String modified,
            String target) {}

    private final List<Row> rows = new ArrayList<>();
    private LsNames names;
    private LsLong details;
    private boolean separate;

    @Override
    protected void run() throws ErrnoException {
        detailed |= numeric || json;
        names = new LsNames(quote.holds(isOnTerminal()), colour.holds(showsColours()));
        details = new LsLong(posix(), numeric, human);
        boolean needsStat = detailed || inodes || bySize || byTime || names.areColoured();
        try (LsReader reader = new LsReader(posix(), needsStat, detailed)) {
            list(reader);
        }
        if (json) {
            Json.print(out(), rows);
        }
    }

    private void list(LsReader reader) throws ErrnoException {
        List<LsEntry> files = new ArrayList<>();
        List<LsEntry> directories = new ArrayList<>();
        for (String operand : operands.isEmpty() ? List.of(".") : operands) {
            try {
                LsEntry entry = reader.operand(operand, !detailed && !directoriesThemselves);
                (entry.isDirectory() && !directoriesThemselves ? directories : files).add(entry);
            } catch (ErrnoException e) {
                complain(operand, e.errno());
            }
        }
        List<LsEntry> both = new ArrayList<>(files);
        both.addAll(directories);
        list("", sorted(files), both, false);
        separate = !files.isEmpty();
        listAll(reader, sorted(directories), recursive || operands.size() > 1);
    }

    private void listAll(LsReader reader, List<LsEntry> directories, boolean withHeadings) throws ErrnoException {
        Deque<String> waiting = new ArrayDeque<>();
        directories.forEach(each -> waiting.add(each.name()));
        while (!waiting.isEmpty()) {
            String path = waiting.remove();
            List<LsEntry> entries;
            try {
                entries = sorted(reader.read(path, this::shows, this::complain));
            } catch (ErrnoException e) {
                complain(path, e.errno());
                continue;
            }
            if (withHeadings && !json) {
                out().println((separate ? System.lineSeparator() : "") + names.heading(path) + ":");
                separate = true;
            }
            list(path, entries, entries, true);
            if (recursive) {
                addDirectories(waiting, path, entries);
            }
        }
    }

    private static void addDirectories(Deque<String> waiting, String path, List<LsEntry> entries) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            LsEntry entry = entries.get(i);
            if (entry.isDirectory()
                    && !entry.name().equals(".")
                    && !entry.name().equals("..")) {
                waiting.addFirst(DirectoryReader.join(path, entry.name()));
            }
        }
    }

    private boolean shows(String name) {
        return all || !name.startsWith(".") || almostAll && !name.equals(".") && !name.equals("..");
    }

    private List<LsEntry> sorted(List<LsEntry> entries) {
        if (!unsorted) {
            Comparator<LsEntry> order = LsEntry.BY_NAME;
            if (bySize) {
                order = LsEntry.BY_SIZE;
            } else if (byTime) {
                order = LsEntry.BY_TIME;
            }
            entries.sort(reverse ? Collections.reverseOrder(order) : order);
        }
        return entries;
    }

    /**
     * Lists {@code entries}, in columns that have room for all entries of {@code measured}. For operands that are files, these are all
     * operands, also the directories, as with GNU's ls.
     */
    private void list(String directory, List<LsEntry> entries, List<LsEntry> measured, boolean withTotal) {
        int inodeWidth = inodeWidth(measured);
        if (json) {
            entries.forEach(entry -> rows.add(row(directory, entry)));
        } else if (detailed) {
            if (withTotal) {
                out().println(details.total(entries));
            }
            boolean anyIsQuoted = names.anyIsQuoted(measured);
            List<String> lines = details.lines(entries, measured);
            for (int i = 0; i < entries.size(); i++) {
                LsEntry entry = entries.get(i);
                String target = entry.target() == null ? "" : " -> " + names.plain(entry.target());
                out().println(inode(entry, inodeWidth)
                        + lines.get(i)
                        + names.indent(entry.name(), anyIsQuoted)
                        + names.coloured(entry.name(), entry.mode())
                        + target);
            }
        } else if (columns || isOnTerminal() && !oneOnALine) {
            int limit = width == null ? terminalColumns() : width;
            new LsColumns(names, limit).print(out(), entries, measured, entry -> inode(entry, inodeWidth));
        } else {
            entries.forEach(
                    entry -> out().println(inode(entry, inodeWidth) + names.coloured(entry.name(), entry.mode())));
        }
    }

    private int inodeWidth(List<LsEntry> entries) {
        return inodes ? LsLong.widest(entries, entry -> Long.toUnsignedString(entry.inode())) : 0;
    }

    private String inode(LsEntry entry, int columnWidth) {
        return inodes ? LsLong.right(new StringBuilder(), Long.toUnsignedString(entry.inode()), columnWidth) + " " : "";
    }

    private Row row(String directory, LsEntry entry) {
        return new Row(
                directory.isEmpty() ? entry.name() : DirectoryReader.join(directory, entry.name()),
                FileMode.letters(entry.mode()).substring(0, 1),
                Integer.toOctalString(entry.mode()),
                entry.links(),
                details.user(entry.uid()),
                details.group(entry.gid()),
                entry.size(),
                entry.blocks(),
                entry.inode(),
                Instant.ofEpochSecond(entry.seconds(), entry.nanos()).toString(),
                entry.target());
    }
}
