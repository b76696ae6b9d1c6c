package posixkit.examples.files;

import static posixkit.constants.Errno.EEXIST;
import static posixkit.constants.Mode.S_IFMT;
import static posixkit.constants.Mode.S_IRWXG;
import static posixkit.constants.Mode.S_IRWXO;
import static posixkit.constants.Mode.S_IRWXU;
import static posixkit.constants.Mode.S_ISVTX;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.Posix;
import posixkit.examples.cli.DirectoryReader;
import posixkit.file.FileTree;
import posixkit.file.Stat;

/** Copies files of all kinds, and directories with all that is in them. */
final class TreeCopier implements AutoCloseable {
    private static final int PERMISSIONS = S_IRWXU | S_IRWXG | S_IRWXO;

    private final FileTree tree;
    private final Preservation preservation;
    private final boolean keepsHardLinks;
    private final Consumer<String> complaint;
    private final ContentCopier contents;
    private final Unfinished unfinished;
    private final DirectoryReader reader;
    private final Map<FileIdentity, String> copies = new HashMap<>();

    TreeCopier(
            Posix posix,
            Preservation preservation,
            ContentCopier contents,
            Unfinished unfinished,
            boolean keepsHardLinks,
            Consumer<String> complaint) {
        tree = posix.files();
        this.preservation = preservation;
        this.contents = contents;
        this.unfinished = unfinished;
        this.keepsHardLinks = keepsHardLinks;
        this.complaint = complaint;
        reader = new DirectoryReader(posix);
    }

    /** Copies a file, a directory, a symbolic link or another special file. */
    void copy(String from, Stat original, String to) throws ErrnoException {
        if (original.isDirectory()) {
            if (contains(FileIdentity.of(original), to)) {
                complaint.accept(from + ": cannot be copied into itself, " + to);
            } else {
                copyDirectory(from, original, to);
            }
            return;
        }
        if (isSame(from, original, to)) {
            return;
        }
        String first = keepsHardLinks && original.nlink() > 1 ? copies.get(FileIdentity.of(original)) : null;
        if (first != null) {
            replace(to, path -> tree.link(first, path));
            return;
        }
        if (original.isRegularFile()) {
            contents.copy(from, original, to);
        } else {
            replace(to, path -> {
                if (original.isSymbolicLink()) {
                    tree.symlink(tree.readlink(from), path);
                } else {
                    tree.mknod(path, original.mode() & (S_IFMT | PERMISSIONS), original.rdev());
                }
                preservation.apply(from, original, path);
            });
        }
        if (keepsHardLinks && original.nlink() > 1) {
            copies.put(FileIdentity.of(original), to);
        }
    }

    private interface Step {
        void on(String path) throws ErrnoException;
    }

    /** Creates a file under another name, and then gives it the name {@code to}, in place of a file that is there. */
    private void replace(String to, Step creation) throws ErrnoException {
        try {
            unfinished.create(to, path -> {
                creation.on(path);
                return null;
            });
            unfinished.finish(to);
        } finally {
            unfinished.remove();
        }
    }

    private boolean isSame(String from, Stat original, String to) {
        Stat existing = tree.newStat();
        if (tree.lstatOrErrno(to, existing) == 0 && FileIdentity.of(existing).equals(FileIdentity.of(original))) {
            complaint.accept(from + ": is the same file as " + to);
            return true;
        }
        return false;
    }

    private void copyDirectory(String from, Stat original, String to) throws ErrnoException {
        int result = tree.mkdirOrErrno(to, original.mode() & (PERMISSIONS | S_ISVTX));
        boolean isNew = result == 0;
        Stat created = tree.newStat();
        if (result != -EEXIST || tree.lstatOrErrno(to, created) != 0 || !created.isDirectory()) {
            Outcome.ofPath("mkdir", to, result);
        }
        tree.lstat(to, created);
        int permissions = created.permissions();
        boolean isClosed = isNew && (permissions & S_IRWXU) != S_IRWXU;
        if (isClosed) {
            tree.chmod(to, permissions | S_IRWXU);
        }
        for (String name : names(from)) {
            copyEntry(DirectoryReader.join(from, name), DirectoryReader.join(to, name));
        }
        if (isClosed) {
            tree.chmod(to, permissions);
        }
        preservation.apply(from, original, to);
    }

    private void copyEntry(String from, String to) {
        try {
            copy(from, tree.lstat(from), to);
        } catch (ErrnoException e) {
            complaint.accept(from + ": " + e.getMessage());
        }
    }

    private List<String> names(String directory) throws ErrnoException {
        List<String> names = new ArrayList<>();
        reader.open(directory);
        while (reader.nextNamed()) {
            names.add(reader.name());
        }
        return names;
    }

    /** Returns true if {@code path}, which need not exist, is in the directory, or is the directory. */
    private boolean contains(FileIdentity directory, String path) throws ErrnoException {
        Stat stat = tree.newStat();
        String parent = path.replaceAll("/+$", "");
        if (tree.statOrErrno(path, stat) == 0) {
            parent = path;
        } else {
            int slash = parent.lastIndexOf('/');
            parent = slash < 0 ? "." : parent.substring(0, slash + 1);
            tree.stat(parent, stat);
        }
        FileIdentity last = null;
        while (!FileIdentity.of(stat).equals(last)) { // the parent of the root is the root
            last = FileIdentity.of(stat);
            if (last.equals(directory)) {
                return true;
            }
            parent = DirectoryReader.join(parent, "..");
            tree.stat(parent, stat);
        }
        return false;
    }

    @Override
    public void close() throws ErrnoException {
        reader.close();
    }
}
