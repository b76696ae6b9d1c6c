package posixkit.examples.files;

import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.EOPNOTSUPP;
import static posixkit.constants.Mode.S_IRWXG;
import static posixkit.constants.Mode.S_IRWXO;
import static posixkit.constants.Mode.S_IRWXU;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_EXCL;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_WRONLY;

import java.util.function.Consumer;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Outcome;
import posixkit.Posix;
import posixkit.Target;
import posixkit.examples.cli.When;
import posixkit.file.FileTree;
import posixkit.file.Stat;

/**
 * Copies the content of a file into a new file, and gives that its name when it is complete. On macOS a copy that shares the blocks
 * of the original also has its permissions and extended attributes.
 */
final class ContentCopier {
    private static final int PERMISSIONS = S_IRWXU | S_IRWXG | S_IRWXO;

    private final Posix posix;
    private final FileTree tree;
    private final Preservation preservation;
    private final CopyProgress progress;
    private final When reflink;
    private final Unfinished unfinished;
    private final Consumer<String> complaint;
    private final FileCopier copier;

    ContentCopier(
            Posix posix,
            Preservation preservation,
            CopyProgress progress,
            When reflink,
            Unfinished unfinished,
            Consumer<String> complaint) {
        this.posix = posix;
        tree = posix.files();
        this.preservation = preservation;
        this.progress = progress;
        this.reflink = reflink;
        this.unfinished = unfinished;
        this.complaint = complaint;
        copier = new FileCopier(posix, progress::add);
    }

    /** Copies the content of a file. A symbolic link {@code to} is followed. */
    void copy(String from, Stat original, String to) throws ErrnoException {
        Stat existing = tree.newStat();
        int result = tree.statOrErrno(to, existing);
        if (result != -ENOENT) {
            Outcome.ofPath("stat", to, result);
        }
        boolean isNew = result != 0;
        if (!isNew && FileIdentity.of(existing).equals(FileIdentity.of(original))) {
            complaint.accept(from + ": is the same file as " + to);
            return;
        }
        if (isNew && tree.lstatOrErrno(to, existing) == 0) {
            complaint.accept(to + ": is a symbolic link that leads to nothing");
            return;
        }
        progress.begin(original.size());
        try (Fd in = Fd.own(posix.io(), tree.open(from, O_RDONLY | O_CLOEXEC))) {
            if (!isNew && !existing.isRegularFile()) {
                try (Fd out = Fd.own(posix.io(), tree.open(to, O_WRONLY | O_CLOEXEC))) {
                    copier.copyStream(in.num(), out.num());
                }
                return;
            }
            String target = isNew ? to : resolved(to);
            try {
                fill(from, original, in.num(), target);
                if (!isNew) {
                    keepMode(existing);
                }
                preservation.apply(from, original, unfinished.path());
                unfinished.finish(target);
            } finally {
                unfinished.remove();
            }
        }
    }

    private void fill(String from, Stat original, int in, String target) throws ErrnoException {
        if (Target.IS_DARWIN && reflink != When.NEVER) {
            int result =
                    unfinished.create(target, path -> posix.onDarwin().files().clonefileOrErrno(from, path, 0));
            if (result == 0) {
                if (!preservation.keepsBasics()) {
                    tree.utimes(unfinished.path());
                }
                return;
            }
            requireShared(target, result);
        }
        int mode = original.mode() & (preservation.keepsBasics() ? S_IRWXU : PERMISSIONS);
        int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
        try (Fd out = Fd.own(posix.io(), unfinished.create(target, path -> tree.open(path, flags, mode)))) {
            if (reflink != When.NEVER && original.isRegularFile() && copier.share(in, out.num())) {
                progress.add(original.size());
                return;
            }
            requireShared(target, -EOPNOTSUPP);
            if (original.isRegularFile()) {
                copier.copy(in, out.num(), original.size());
            } else {
                copier.copyStream(in, out.num());
            }
        }
    }

    private void requireShared(String target, int result) throws ErrnoException {
        if (reflink == When.ALWAYS) {
            Outcome.ofPath("reflink", target, result);
        }
    }

    /** Gives the new file the permissions of the one that it replaces, and its owner if this user may do that. */
    private void keepMode(Stat existing) throws ErrnoException {
        tree.lchownOrErrno(unfinished.path(), existing.uid(), existing.gid());
        tree.chmod(unfinished.path(), existing.permissions());
    }

    /** Returns the path of an existing file without symbolic links. */
    private String resolved(String path) throws ErrnoException {
        Stat stat = tree.lstat(path);
        String target = path;
        while (stat.isSymbolicLink()) {
            String link = tree.readlink(target);
            target = link.startsWith("/") ? link : target.substring(0, target.lastIndexOf('/') + 1) + link;
            tree.lstat(target, stat);
        }
        return target;
    }
}
