package posixkit.examples.files;

import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.EISDIR;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_RDONLY;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Names;
import posixkit.examples.cli.DirectoryReader;
import posixkit.examples.cli.Subcommand;
import posixkit.file.Stat;

@Command(
        name = "grep",
        description = {
            "Prints the lines of files that contain a text, as grep -F does.",
            "Large files are mapped into memory."
        },
        exitCodeList = {"0:a line was selected", "1:no line was selected", "2:an error, even if a line was selected"})
public final class GrepCommand extends Subcommand {
    private static final int STDIN = 0;
    private static final int NOTHING_FOUND = 1;
    private static final int FAILED = 2;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "-a",
            description = "print lines of binary files too; a file with a NUL in its beginning or in a line is binary")
    private boolean asText;

    @Option(names = "-c", description = "print the number of lines")
    private boolean counts;

    @Option(names = "-e", paramLabel = "TEXT", description = "look for this text; may be used several times")
    private List<String> texts = new ArrayList<>();

    @Option(names = "-H", description = "print the name of the file with each line")
    private boolean withNames;

    @Option(names = "-i", description = "ignore the case of the letters of ASCII")
    private boolean ignoresCase;

    @Option(names = "-l", description = "print only the names of files with a selected line")
    private boolean namesOnly;

    @Option(names = "-n", description = "print the number of each line")
    private boolean numbered;

    @Option(names = "-o", description = "print only what matches, each match on a line")
    private boolean matchesOnly;

    @Option(names = "-q", description = "print nothing; the exit code says it")
    private boolean quiet;

    @Option(names = "-r", description = "search all files in directories; without a file, in the current directory")
    private boolean recursive;

    @Option(names = "-v", description = "select the lines that do not contain the text")
    private boolean inverted;

    @Parameters(
            paramLabel = "[TEXT] FILE",
            description = "the text, unless -e is there, and the files; - is standard input")
    private List<String> operands = new ArrayList<>();

    private final List<byte[]> lines = new ArrayList<>();
    private LineSearch search;
    private Stat stat;
    private boolean namesFiles;
    private boolean found;
    private boolean failed;

    @Override
    protected void run() throws ErrnoException {
        List<String> files = new ArrayList<>(operands);
        if (texts.isEmpty()) {
            if (files.isEmpty()) {
                throw usage("the text is missing");
            }
            texts.add(files.remove(0));
        }
        for (String text : texts) {
            for (String line : text.split("\n", -1)) {
                lines.add(Names.bytes(line));
            }
        }
        search = newSearch();
        stat = posix().files().newStat();
        namesFiles = withNames || files.size() > 1 || recursive;
        searchAll(files);
        int exit = found ? 0 : NOTHING_FOUND;
        exitWith(failed && !(quiet && found) ? FAILED : exit);
    }

    private LineSearch newSearch() {
        return new LineSearch(lines, ignoresCase, inverted, numbered, asText, wanted(), printer());
    }

    /**
     * Returns what prints lines. On a terminal, lines of a pipe appear when they come. Whether it is a terminal is asked only if there
     * will be lines, because the first call of a topic takes time.
     */
    private Consumer<String> printer() {
        boolean onTerminal = wanted().isPrinted() && isOnTerminal();
        return text -> {
            out().print(text);
            if (onTerminal) {
                out().flush();
            }
        };
    }

    private LineSearch.Wanted wanted() {
        if (quiet || namesOnly) {
            return LineSearch.Wanted.WHETHER;
        }
        if (counts) {
            return LineSearch.Wanted.COUNT;
        }
        return matchesOnly ? LineSearch.Wanted.MATCHES : LineSearch.Wanted.LINES;
    }

    private void searchAll(List<String> files) throws ErrnoException {
        if (files.isEmpty() && recursive) {
            searchTree("");
        } else if (files.isEmpty()) {
            searchFile("-");
        }
        for (String file : files) {
            if (isDone()) {
                return;
            }
            searchFile(file);
        }
    }

    private boolean isDone() {
        return quiet && found;
    }

    private void searchFile(String file) throws ErrnoException {
        try {
            if (file.equals("-")) {
                posix().io().fstat(STDIN, stat);
                searchOpen(STDIN, "(standard input)");
                return;
            }
            try (Fd opened = Fd.own(posix().io(), posix().files().open(file, O_RDONLY | O_CLOEXEC))) {
                posix().io().fstat(opened.num(), stat);
                if (!stat.isDirectory()) {
                    searchOpen(opened.num(), file);
                } else if (!recursive) {
                    throw new ErrnoException("read", EISDIR);
                }
            }
            if (stat.isDirectory()) {
                searchTree(file);
            }
        } catch (ErrnoException e) {
            failed = true;
            complain(file, e.errno());
        }
    }

    /** Searches the regular files in a directory. Links are not followed. The empty path is the current directory. */
    private void searchTree(String directory) throws ErrnoException {
        List<String> names = new ArrayList<>();
        try (DirectoryReader reader = new DirectoryReader(posix())) {
            reader.open(directory.isEmpty() ? "." : directory);
            while (reader.nextNamed()) {
                names.add(reader.name());
            }
        }
        for (String name : names) {
            String path = directory.isEmpty() ? name : DirectoryReader.join(directory, name);
            boolean isThere = posix().files().lstatOrErrno(path, stat) == 0;
            if (isThere && (stat.isRegularFile() || stat.isDirectory()) && !isDone()) {
                searchFile(path);
            }
        }
    }

    private void searchOpen(int fd, String name) throws ErrnoException {
        LineSearch.Result result;
        try (ByteSource source = ByteSource.of(posix(), fd, stat)) {
            List<ByteSource> parts = source.parts(wanted() == LineSearch.Wanted.COUNT ? PROCESSORS : 1);
            result = parts.size() > 1 ? countAtOnce(parts) : search.search(source, namesFiles ? name + ":" : "");
        }
        found |= result.count() > 0;
        if (quiet) {
            return;
        }
        if (namesOnly) {
            if (result.count() > 0) {
                out().println(name);
            }
        } else if (counts) {
            out().println((namesFiles ? name + ":" : "") + result.count());
        } else if (result.binary()) {
            out().flush();
            err().println("pk grep: " + name + ": binary file matches");
        }
    }

    /** Counts the lines of the parts of a file, each in a thread of its own. */
    private LineSearch.Result countAtOnce(List<ByteSource> parts) throws ErrnoException {
        ExecutorService threads = Executors.newFixedThreadPool(parts.size());
        try {
            long count = 0;
            for (Future<LineSearch.Result> each :
                    threads.invokeAll(parts.stream().map(this::searching).toList())) {
                count += each.get().count();
            }
            return new LineSearch.Result(count, false);
        } catch (InterruptedException e) {
            throw new ErrnoException("read", EINTR);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ErrnoException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdown();
        }
    }

    private Callable<LineSearch.Result> searching(ByteSource part) {
        return () -> newSearch().search(part, "");
    }
}
