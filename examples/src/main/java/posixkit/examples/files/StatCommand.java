package posixkit.examples.files;

import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.onlinux.constants.LinuxAt.AT_EMPTY_PATH;
import static posixkit.onlinux.constants.LinuxStatx.STATX_BTIME;

import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import posixkit.ErrnoException;
import posixkit.examples.cli.Subcommand;
import posixkit.file.Stat;
import posixkit.ondarwin.OnDarwinStat;
import posixkit.onlinux.OnLinuxFiles;
import posixkit.onlinux.Statx;

@Command(name = "stat", description = "Prints what the system knows about files, as GNU stat does.")
public final class StatCommand extends Subcommand {
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
                out().println(chosen.line(file, link, stat, birth(file, stat)));
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

    /** Returns the time of creation; null if the file system or the kernel does not tell it. */
    private Instant birth(String file, Stat stat) {
        if (stat instanceof OnDarwinStat onDarwin) {
            return onDarwin.birthtime();
        }
        OnLinuxFiles linux = posix().onLinux().files();
        Statx statx = linux.newStatx();
        int result = file.equals("-")
                ? linux.statxOrErrno(STDIN, "", AT_EMPTY_PATH, STATX_BTIME, statx)
                : linux.statxOrErrno(AT_FDCWD, file, follow ? 0 : AT_SYMLINK_NOFOLLOW, STATX_BTIME, statx);
        return result == 0 && (statx.mask() & STATX_BTIME) != 0 ? statx.btime() : null;
    }

    private StatFormat chosenFormat() {
        if (format != null) {
            return StatFormat.of(posix(), format);
        }
        return terse ? StatFormat.terse(posix()) : StatFormat.full(posix());
    }
}
