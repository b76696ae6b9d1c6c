package posixkit.examples.doctor;

import static posixkit.constants.Access.F_OK;
import static posixkit.constants.Access.R_OK;
import static posixkit.constants.Access.W_OK;
import static posixkit.constants.At.AT_REMOVEDIR;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTEMPTY;
import static posixkit.constants.Mode.S_IFIFO;
import static posixkit.constants.Mode.S_IFMT;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.examples.doctor.Checkup.same;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.file.Dir;
import posixkit.file.FileTree;

/** Checks the calls that create, rename and remove files, links and directories. The JDK looks at the results. */
final class TreeChecks {
    private static final String CONTENT = "content";
    private static final int MODE = 0700;

    private final FileTree files;
    private final Posix posix;
    private final Workplace workplace;

    private TreeChecks(Posix posix, Workplace workplace) {
        this.posix = posix;
        this.workplace = workplace;
        files = posix.files();
    }

    static void run(Posix posix, Workplace workplace, Checkup checkup) {
        TreeChecks tree = new TreeChecks(posix, workplace);
        checkup.check("creat, openat, access", tree::creating);
        checkup.check("link, unlink", tree::links);
        checkup.check("symlink, readlink", tree::symbolicLinks);
        checkup.check("mkdir, rmdir", tree::directories);
        checkup.check("mkfifo, mknod", tree::pipes);
        checkup.check("rename", tree::renaming);
        checkup.check("opendir, closedir", tree::listing);
    }

    private Fd directory() throws Exception {
        return workplace.open(workplace.directory(), O_RDONLY);
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private static boolean isThere(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private String creating() throws Exception {
        Path first = workplace.path("file");
        posix.io().close(files.creat(first.toString(), MODE));
        same("size", Files.size(first), 0L);
        Path second = workplace.path("file");
        try (Fd directory = directory()) {
            try (Fd file = posix.io().own(files.openat(directory.num(), name(second), O_WRONLY | O_CREAT, MODE))) {
                posix.io().write(file.num(), CONTENT.getBytes(StandardCharsets.US_ASCII));
            }
            files.faccessat(directory.num(), name(second), R_OK | W_OK, 0);
        }
        same("content", Files.readString(second), CONTENT);
        files.access(first.toString(), R_OK | W_OK);
        same("access of nothing", files.accessOrErrno(workplace.path("none").toString(), F_OK), -ENOENT);
        return "two files";
    }

    private String links() throws Exception {
        Path file = workplace.file(CONTENT);
        Path first = workplace.path("link");
        Path second = workplace.path("link");
        files.link(file.toString(), first.toString());
        same("same file", Files.isSameFile(first, file), true);
        try (Fd directory = directory()) {
            files.linkat(directory.num(), name(file), directory.num(), name(second), 0);
            same("number of links", files.stat(file.toString()).nlink(), 3L);
            Oracle.statAgrees(3, file, "%h", "%l");
            same("link again", files.linkOrErrno(file.toString(), first.toString()), -EEXIST);
            files.unlink(first.toString());
            files.unlinkat(directory.num(), name(second), 0);
        }
        same("links are there", isThere(first) || isThere(second), false);
        return "a file has three names, and one name again";
    }

    private String symbolicLinks() throws Exception {
        Path first = workplace.path("link");
        Path second = workplace.path("link");
        files.symlink("no/where", first.toString());
        same("link", Files.readSymbolicLink(first).toString(), "no/where");
        try (Fd directory = directory()) {
            files.symlinkat("else", directory.num(), name(second));
            same("link", files.readlinkat(directory.num(), name(second)), "else");
            same(
                    "type",
                    files.fstatat(directory.num(), name(second), AT_SYMLINK_NOFOLLOW)
                            .isSymbolicLink(),
                    true);
        }
        same("link", files.readlink(first.toString()), "no/where");
        return first.getFileName() + " -> no/where";
    }

    private String directories() throws Exception {
        Path outer = workplace.path("directory");
        files.mkdir(outer.toString(), MODE);
        try (Fd directory = workplace.open(outer, O_RDONLY)) {
            files.mkdirat(directory.num(), "inner", MODE);
            same("is directory", Files.isDirectory(outer.resolve("inner")), true);
            same("rmdir", files.rmdirOrErrno(outer.toString()), -ENOTEMPTY);
            files.unlinkat(directory.num(), "inner", AT_REMOVEDIR);
        }
        files.rmdir(outer.toString());
        same("is there", isThere(outer), false);
        return "ENOTEMPTY is " + ENOTEMPTY;
    }

    private String pipes() throws Exception {
        Path fifo = workplace.path("fifo");
        files.mkfifo(fifo.toString(), MODE);
        same("type", files.stat(fifo.toString()).mode() & S_IFMT, S_IFIFO);
        Oracle.statAgrees(Oracle.IS_MAC ? "Fifo File" : "fifo", fifo, "%F", "%HT");
        Path node = workplace.path("node");
        // On macOS, only root may call mknod. Linux lets every user create a pipe with it.
        int result = files.mknodOrErrno(node.toString(), S_IFIFO | MODE, 0);
        same("mknod", result == 0 || posix.ids().geteuid() != 0, true);
        same("is there", isThere(node), result == 0);
        return "a named pipe";
    }

    private String renaming() throws Exception {
        Path first = workplace.file(CONTENT);
        Path second = workplace.path("renamed");
        files.rename(first.toString(), second.toString());
        same("is there", isThere(first), false);
        try (Fd directory = directory()) {
            files.renameat(directory.num(), name(second), directory.num(), name(first));
        }
        same("content", Files.readString(first), CONTENT);
        return "there and back";
    }

    private String listing() throws Exception {
        Path directory = Files.createDirectory(workplace.path("directory"));
        Set<String> names = new TreeSet<>(Set.of("plain", "with space", "\u00e4\u20ac"));
        for (String name : names) {
            posix.io().close(files.creat(directory + "/" + name, MODE));
        }
        Set<String> read = new TreeSet<>();
        try (Dir dir = files.opendir(directory.toString())) {
            while (dir.next()) {
                if (!dir.name().matches("\\.\\.?")) {
                    read.add(dir.name());
                    long inode = files.stat(directory + "/" + dir.name()).ino();
                    same("inode of " + dir.name(), dir.ino(), inode);
                }
            }
        }
        same("names", read, names);
        return names.size() + " names";
    }
}
