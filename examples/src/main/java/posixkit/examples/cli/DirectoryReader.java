package posixkit.examples.cli;

import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_DIRECTORY;
import static posixkit.constants.Open.O_RDONLY;

import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.Target;
import posixkit.file.Dir;
import posixkit.file.Dirents;
import posixkit.file.Stat;

/**
 * Reads directories one after another, with one buffer. On Linux it reads many entries with one system call, and calls
 * {@code fstatat} with the name that is still in the buffer. On macOS it uses {@code readdir}. A reader is not thread-safe.
 */
public final class DirectoryReader implements AutoCloseable {
    private static final int BYTES = 1 << 16;

    private final Posix posix;
    private final Dirents entries;
    private Fd directory;
    private Dir stream;

    public DirectoryReader(Posix posix) {
        this.posix = posix;
        entries = Target.IS_LINUX ? posix.onLinux().files().newDirents(BYTES) : null;
    }

    /** Opens the directory {@code path} and closes the directory that was open before. */
    public void open(String path) throws ErrnoException {
        close();
        directory = Fd.own(posix.io(), posix.files().open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (entries == null) {
            stream = posix.files().opendir(path);
        } else {
            fill();
        }
    }

    private boolean fill() throws ErrnoException {
        return posix.onLinux().files().getdents64(directory.num(), entries) > 0;
    }

    /** Moves to the next entry, in the order of the directory. Returns false after the last entry. */
    public boolean next() throws ErrnoException {
        if (entries == null) {
            return stream.next();
        }
        while (!entries.next()) {
            if (!fill()) {
                return false;
            }
        }
        return true;
    }

    /** Moves to the next entry that is neither {@code .} nor {@code ..}. Returns false after the last entry. */
    public boolean nextNamed() throws ErrnoException {
        while (next()) {
            if (!isDots()) {
                return true;
            }
        }
        return false;
    }

    /** Returns true if the current entry is {@code .} or {@code ..}. */
    public boolean isDots() {
        return entries == null ? stream.name().equals(".") || stream.name().equals("..") : entries.isDots();
    }

    /** Returns the name of the current entry. */
    public String name() {
        return entries == null ? stream.name() : entries.name();
    }

    /** Returns the type of the current entry: a {@code DT_…} constant, {@code DT_UNKNOWN} if the file system does not say it. */
    public int type() {
        return entries == null ? stream.type() : entries.type();
    }

    /** Calls {@code lstat} for the current entry. Returns 0 or −errno. */
    public int lstat(Stat into) {
        return entries == null
                ? posix.files().fstatatOrErrno(directory.num(), stream.name(), into, AT_SYMLINK_NOFOLLOW)
                : posix.onLinux().files().fstatatOrErrno(directory.num(), entries, into, AT_SYMLINK_NOFOLLOW);
    }

    /** Returns the descriptor of the open directory, for the calls whose names end in {@code at}. */
    public int fd() {
        return directory.num();
    }

    /** Returns the path of the file {@code name} in the directory {@code path}. */
    public static String join(String path, String name) {
        return path.endsWith("/") ? path + name : path + "/" + name;
    }

    /** Closes the open directory, if there is one. */
    @Override
    public void close() throws ErrnoException {
        try {
            if (stream != null) {
                stream.close();
            }
        } finally {
            stream = null;
            if (directory != null) {
                directory.close();
            }
        }
    }
}
