package posixkit.examples.files;

import static posixkit.constants.Errno.ENOTDIR;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import posixkit.ErrnoException;
import posixkit.examples.cli.AttachedValue;
import posixkit.examples.cli.DirectoryReader;
import posixkit.examples.cli.Subcommand;
import posixkit.examples.cli.When;
import posixkit.file.Stat;

@Command(
        name = "cp",
        description = {
            "Copies files and directories, as GNU cp does.",
            "Holes in files stay holes.",
            "A file gets its name when it is complete: Ctrl-C leaves no half file.",
            "So an existing file is replaced, and other hard links to it keep the old content."
        })
public final class CpCommand extends Subcommand {
    private static final int STDERR = 2;

    @Option(
            names = {"-a", "--archive"},
            description = "as -r and -p, with extended attributes and hard links")
    private boolean archive;

    @Option(names = "-p", description = "preserve owners, permissions and times")
    private boolean preserve;

    @Option(
            names = {"-r", "-R", "--recursive"},
            description = "copy directories with all that is in them; symbolic links stay links")
    private boolean recursive;

    @Option(
            names = "--reflink",
            arity = "0..1",
            fallbackValue = "always",
            preprocessor = AttachedValue.class,
            paramLabel = "WHEN",
            description = "let the copy share the blocks of the original: always, auto (if possible), never")
    private When reflink = When.AUTO;

    @Parameters(
            arity = "2..*",
            paramLabel = "FILE",
            description = "the originals; the last one is the copy, or a directory for the copies")
    private List<String> files;

    @Override
    protected void run() throws ErrnoException {
        String destination = files.get(files.size() - 1);
        List<String> originals = files.subList(0, files.size() - 1);
        Stat stat = posix().files().newStat();
        int result = posix().files().statOrErrno(destination, stat);
        boolean intoDirectory = result == 0 && stat.isDirectory();
        if (!intoDirectory && originals.size() > 1) {
            complain(destination, result == 0 ? ENOTDIR : -result);
            return;
        }
        Preservation preservation = new Preservation(posix(), archive || preserve, archive);
        boolean shows = isOnTerminal() && posix().terminals().isatty(STDERR);
        try (CopyProgress progress = new CopyProgress(shows);
                Unfinished unfinished = new Unfinished(posix())) {
            ContentCopier contents =
                    new ContentCopier(posix(), preservation, progress, reflink, unfinished, this::complain);
            try (TreeCopier trees =
                    new TreeCopier(posix(), preservation, contents, unfinished, archive, this::complain)) {
                for (String original : originals) {
                    String copy = intoDirectory ? DirectoryReader.join(destination, lastName(original)) : destination;
                    copy(contents, trees, original, copy);
                }
            }
        }
    }

    private void copy(ContentCopier contents, TreeCopier trees, String original, String copy) {
        boolean whole = archive || recursive;
        Stat stat = posix().files().newStat();
        int result = whole
                ? posix().files().lstatOrErrno(original, stat)
                : posix().files().statOrErrno(original, stat);
        if (result != 0) {
            complain(original, -result);
            return;
        }
        try {
            if (whole) {
                trees.copy(original, stat, copy);
            } else if (stat.isDirectory()) {
                complain(original + ": a directory is copied with -r only");
            } else {
                contents.copy(original, stat, copy);
            }
        } catch (ErrnoException e) {
            complain(original + ": " + e.getMessage());
        }
    }

    private static String lastName(String path) {
        String trimmed = path.replaceAll("(?<=.)/+$", "");
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }
}
