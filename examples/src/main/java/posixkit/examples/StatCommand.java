package posixkit.examples;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import posixkit.ErrnoException;
import posixkit.file.Stat;

@Command(name = "stat", description = "Prints what the system knows about files, as GNU stat does.")
final class StatCommand extends Subcommand {
    private static final int STDIN = 0;

    @Option(
            names = {"-L", "--dereference"},
            description = "follow symbolic links")
    private boolean follow;

    @Option(
            names = {"-c", "--format"},
            paramLabel = "FORMAT",
            description = {
                "print this, and a newline, for each file:",
                "%%n name  %%N name, quoted  %%F type  %%A %%a %%f mode",
                "%%s size  %%b blocks  %%B their size  %%o best size to read",
                "%%u %%U owner  %%g %%G group  %%h links  %%i inode",
                "%%d device (%%D in hex, %%Hd major, %%Ld minor)",
                "%%r device type (%%R in hex; %%Hr, %%t major; %%Lr, %%T minor)",
                "%%x %%X access  %%y %%Y modification  %%z %%Z change  %%w %%W birth"
            })
    private String format;

    @Option(
            names = {"-t", "--terse"},
            description = "all in one line")
    private boolean terse;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "a file's name, or - for standard input")
    private List<String> files;

    @Override
    protected void run() {
        StatFormat chosen = chosenFormat();
        for (String file : files) {
            try {
                Stat stat = stat(file);
                String link = stat.isSymbolicLink() ? posix().files().readlink(file) : null;
                out().println(chosen.line(file, link, stat));
            } catch (ErrnoException e) {
                complain(file, e.errno());
            }
        }
    }

    private Stat stat(String file) throws ErrnoException {
        if (file.equals("-")) {
            return posix().io().fstat(STDIN);
        }
        return follow ? posix().files().stat(file) : posix().files().lstat(file);
    }

    private StatFormat chosenFormat() {
        if (format != null) {
            return StatFormat.of(format);
        }
        return terse ? StatFormat.terse() : StatFormat.full();
    }
}
