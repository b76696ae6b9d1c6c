package posixkit.examples.files;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.Target;
import posixkit.constants.Dirent;
import posixkit.examples.cli.DirectoryReader;
import posixkit.file.Stat;

/** Finds out about files, as much as a listing needs: the type only, all of {@code stat}, or also the targets of links and the marks. */
final class LsReader implements AutoCloseable {
    private final Posix posix;
    private final boolean needsStat;
    private final boolean needsDetails;
    private final DirectoryReader reader;
    private final Stat stat;
    private final Stat followed;
    private final ByteBuffer nothing = ByteBuffer.allocateDirect(0);

    LsReader(Posix posix, boolean needsStat, boolean needsDetails) {
        this.posix = posix;
        this.needsStat = needsStat;
        this.needsDetails = needsDetails;
        reader = new DirectoryReader(posix);
        stat = posix.files().newStat();
        followed = posix.files().newStat();
    }

    /** Returns the file of this path. If {@code followsDirectories} is set, a link to a directory counts as the directory. */
    LsEntry operand(String path, boolean followsDirectories) throws ErrnoException {
        if (followsDirectories && posix.files().statOrErrno(path, followed) == 0 && followed.isDirectory()) {
            return LsEntry.of(path, followed, null, LsEntry.NO_MARK);
        }
        posix.files().lstat(path, stat);
        String target = needsDetails && stat.isSymbolicLink() ? posix.files().readlink(path) : null;
        return LsEntry.of(path, stat, target, needsDetails ? mark(path) : LsEntry.NO_MARK);
    }

    /** Returns the files in a directory whose names are wanted. What cannot be read is reported by its path and errno. */
    List<LsEntry> read(String path, Predicate<String> wanted, ObjIntConsumer<String> failed) throws ErrnoException {
        List<LsEntry> entries = new ArrayList<>();
        reader.open(path);
        while (reader.next()) {
            String name = reader.name();
            if (!wanted.test(name)) {
                continue;
            }
            if (!needsStat && reader.type() != Dirent.DT_UNKNOWN) {
                entries.add(LsEntry.of(name, reader.type()));
                continue;
            }
            int result = reader.lstat(stat);
            if (result == 0) {
                entries.add(entry(path, name));
            } else {
                failed.accept(DirectoryReader.join(path, name), -result);
            }
        }
        return entries;
    }

    private LsEntry entry(String path, String name) throws ErrnoException {
        String target = needsDetails && stat.isSymbolicLink() ? posix.files().readlinkat(reader.fd(), name) : null;
        return LsEntry.of(name, stat, target, needsDetails ? mark(DirectoryReader.join(path, name)) : LsEntry.NO_MARK);
    }

    /** Returns a plus for a file with an access control list, a dot for one with a context of SELinux only. */
    private char mark(String path) {
        boolean hasList = !stat.isSymbolicLink() && has(path, "system.posix_acl_access")
                || stat.isDirectory() && has(path, "system.posix_acl_default");
        if (hasList) {
            return '+';
        }
        return has(path, "security.selinux") ? '.' : LsEntry.NO_MARK;
    }

    private boolean has(String path, String attribute) {
        return Target.IS_LINUX && posix.xattrs().lgetxattrOrErrno(path, attribute, nothing) >= 0;
    }

    @Override
    public void close() throws ErrnoException {
        reader.close();
    }
}
