package posixkit.examples.system;

import static posixkit.constants.Errno.EACCES;
import static posixkit.constants.Errno.ENOENT;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import posixkit.ErrnoException;
import posixkit.examples.cli.HumanSize;
import posixkit.examples.cli.Json;
import posixkit.examples.cli.ShortHelp;
import posixkit.examples.cli.Subcommand;
import posixkit.examples.cli.Table;
import posixkit.examples.cli.Table.Column;
import posixkit.file.Statvfs;

@Command(name = "df", description = "Prints how full file systems are, as GNU df does.")
public final class DfCommand extends Subcommand {
    private static final long KIBI = 1024;
    private static final int SOURCE_WIDTH = 14;
    private static final int NUMBER_WIDTH = 5;
    private static final int PERCENT_WIDTH = 4;
    private static final String UNKNOWN = "-";

    @Mixin
    private ShortHelp help;

    @Option(names = "-a", description = "also file systems without a size, and those that another one hides")
    private boolean all;

    @Option(names = "-h", description = "sizes such as 1.5K and 20M")
    private boolean human;

    @Option(names = "-i", description = "count inodes, not bytes")
    private boolean inodes;

    @Option(names = "--json", description = "print a JSON array, with sizes in bytes")
    private boolean json;

    @Option(names = "-P", description = "with the titles that POSIX demands")
    private boolean portable;

    @Option(names = "-T", description = "print the types of the file systems")
    private boolean types;

    @Parameters(paramLabel = "FILE", description = "the file systems of these files, not all")
    private List<String> files = new ArrayList<>();

    private record Row(
            String source,
            String type,
            Long size,
            Long used,
            Long available,
            Long inodes,
            Long inodesUsed,
            Long inodesFree,
            String target) {
        /** Returns a row for a file system. It is without numbers if {@code from} is null. */
        static Row of(Mount mount, Statvfs from) {
            if (from == null) {
                return new Row(mount.source(), UNKNOWN, null, null, null, null, null, null, mount.target());
            }
            return new Row(
                    mount.source(),
                    mount.type(),
                    from.blocks() * from.frsize(),
                    (from.blocks() - from.bfree()) * from.frsize(),
                    from.bavail() * from.frsize(),
                    from.files(),
                    from.files() - from.ffree(),
                    from.ffree(),
                    mount.target());
        }
    }

    private final List<Row> rows = new ArrayList<>();

    @Override
    protected void run() throws ErrnoException {
        List<Mount> mounts = MountTable.read(posix());
        Statvfs numbers = posix().files().newStatvfs();
        if (files.isEmpty()) {
            MountFilter filter = new MountFilter(posix(), mounts);
            for (Mount mount : all ? mounts : filter.interesting()) {
                addMount(mount, filter, numbers);
            }
        } else {
            for (String file : files) {
                addFile(file, mounts, numbers);
            }
        }
        if (json) {
            Json.print(out(), rows);
        } else if (!rows.isEmpty()) {
            print();
        }
    }

    private void addMount(Mount mount, MountFilter filter, Statvfs numbers) {
        int result = posix().files().statvfsOrErrno(mount.target(), numbers);
        boolean isUnreachable = result == -EACCES || result == -ENOENT; // under another mount, or not for this user
        if (result != 0 && !isUnreachable) {
            complain(mount.target(), -result);
        } else if (all) {
            rows.add(Row.of(mount, isUnreachable || filter.isHidden(mount) ? null : numbers));
        } else if (!isUnreachable && numbers.blocks() != 0) {
            rows.add(Row.of(mount, numbers));
        }
    }

    private void addFile(String file, List<Mount> mounts, Statvfs numbers) {
        try {
            Mount mount = MountFilter.ofDevice(posix(), mounts, file);
            if (mount != null) {
                posix().files().statvfs(mount.target(), numbers);
            } else {
                mount = MountTable.of(posix(), mounts, file);
                posix().files().statvfs(file, numbers);
            }
            if (mount == null) {
                complain(file + ": it is in no mount that this process can see");
            } else {
                rows.add(Row.of(mount, numbers));
            }
        } catch (ErrnoException e) {
            complain(file, e.errno());
        }
    }

    private void print() {
        List<Column> columns = new ArrayList<>(List.of(new Column("Filesystem", false, SOURCE_WIDTH)));
        if (types) {
            columns.add(new Column("Type", false, PERCENT_WIDTH));
        }
        for (String title : titles()) {
            columns.add(new Column(title, true, title.endsWith("%") ? PERCENT_WIDTH : NUMBER_WIDTH));
        }
        columns.add(Column.left("Mounted on"));
        Table table = new Table(columns);
        rows.forEach(row -> table.add(cells(row)));
        table.print(out());
    }

    private List<String> titles() {
        if (inodes) {
            return List.of("Inodes", "IUsed", "IFree", "IUse%");
        }
        if (human) {
            return List.of("Size", "Used", "Avail", "Use%");
        }
        return portable
                ? List.of("1024-blocks", "Used", "Available", "Capacity")
                : List.of("1K-blocks", "Used", "Available", "Use%");
    }

    private String[] cells(Row row) {
        List<String> cells = new ArrayList<>(List.of(oneLine(row.source)));
        if (types) {
            cells.add(row.type);
        }
        Long used = inodes ? row.inodesUsed : row.used;
        Long free = inodes ? row.inodesFree : row.available;
        for (Long number : new Long[] {inodes ? row.inodes : row.size, used, free}) {
            cells.add(number == null ? UNKNOWN : number(number));
        }
        cells.add(used == null ? UNKNOWN : percent(used, free));
        cells.add(oneLine(row.target));
        return cells.toArray(String[]::new);
    }

    private String number(long number) {
        if (human) {
            return HumanSize.of(number);
        }
        return Long.toUnsignedString(inodes ? number : Long.divideUnsigned(number + KIBI - 1, KIBI));
    }

    /** Returns the share of {@code used}, rounded up. What only root may use is in neither number. */
    private static String percent(long used, long free) {
        double all = (double) used + free;
        return all == 0 ? UNKNOWN : (long) Math.ceil(used * 100.0 / all) + "%";
    }

    /** Replaces control characters, as df does, so that each file system has one line. JSON has the very names. */
    private static String oneLine(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }
}
