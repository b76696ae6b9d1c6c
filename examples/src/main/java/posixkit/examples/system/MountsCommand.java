package posixkit.examples.system;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import posixkit.ErrnoException;
import posixkit.Names;
import posixkit.examples.cli.Json;
import posixkit.examples.cli.Subcommand;
import posixkit.examples.cli.Table;
import posixkit.examples.cli.Table.Column;

@Command(
        name = "mounts",
        description = {
            "Lists the mounted file systems in the order of mounting, as findmnt -l does.",
            "In the table, odd characters of names are escaped. JSON has the very names."
        })
public final class MountsCommand extends Subcommand {
    @Option(names = "--json", description = "print a JSON array")
    private boolean json;

    @Option(
            names = {"-t", "--types"},
            paramLabel = "TYPE",
            split = ",",
            description = "only file systems of these types")
    private List<String> types;

    @Override
    protected void run() throws ErrnoException {
        List<Mount> mounts = MountTable.read(posix()).stream()
                .filter(each -> types == null || types.contains(each.type()))
                .toList();
        if (json) {
            Json.print(out(), mounts);
            return;
        }
        Table table = new Table(
                List.of(Column.left("TARGET"), Column.left("SOURCE"), Column.left("FSTYPE"), Column.left("OPTIONS")));
        for (Mount each : mounts) {
            table.add(
                    Names.printable(each.target()),
                    Names.printable(each.sourceAndRoot()),
                    each.type(),
                    Names.printable(each.options()));
        }
        table.print(out());
    }
}
