package posixkit.examples.network;

import static posixkit.constants.Errno.ESPIPE;
import static posixkit.constants.Fcntl.F_GETFL;
import static posixkit.constants.Open.O_ACCMODE;
import static posixkit.constants.Open.O_APPEND;
import static posixkit.constants.Open.O_DIRECTORY;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_SYNC;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.Seek.SEEK_CUR;

import posixkit.ErrnoException;
import posixkit.Outcome;
import posixkit.Posix;
import posixkit.Target;
import posixkit.examples.cli.FileMode;

/**
 * What the system knows about a descriptor that has arrived.
 *
 * @param path the path of the file, or what Linux shows instead, for example {@code socket:[4711]}; null if macOS has no path
 * @param flags the flags with which the file is open, for example {@code O_RDWR|O_APPEND}
 * @param offset where the next byte is read, or null if the file has no offset
 */
record ReceivedFile(String path, String type, String flags, Long offset) {
    static ReceivedFile of(Posix posix, int fd) throws ErrnoException {
        return new ReceivedFile(
                path(posix, fd),
                FileMode.type(posix.io().fstat(fd)),
                flags(posix.io().fcntl(fd, F_GETFL, 0)),
                offset(posix, fd));
    }

    private static String path(Posix posix, int fd) throws ErrnoException {
        if (Target.IS_LINUX) {
            return posix.files().readlink("/proc/self/fd/" + fd);
        }
        try {
            return posix.onDarwin().files().getPath(fd);
        } catch (ErrnoException e) {
            return null; // It is a socket or a pipe.
        }
    }

    private static Long offset(Posix posix, int fd) throws ErrnoException {
        long offset = posix.io().lseekOrErrno(fd, 0, SEEK_CUR);
        return offset == -ESPIPE ? null : (Long) Outcome.ofFd("lseek", fd, offset);
    }

    private static String flags(int flags) {
        int access = flags & O_ACCMODE;
        String names = access == O_RDONLY ? "O_RDONLY" : access == O_WRONLY ? "O_WRONLY" : "O_RDWR";
        return names
                + ((flags & O_APPEND) != 0 ? "|O_APPEND" : "")
                + ((flags & O_DIRECTORY) != 0 ? "|O_DIRECTORY" : "")
                + ((flags & O_NONBLOCK) != 0 ? "|O_NONBLOCK" : "")
                + ((flags & O_SYNC) == O_SYNC ? "|O_SYNC" : "");
    }

    @Override
    public String toString() {
        return (path == null ? "?" : path) + ", " + type + ", " + flags + (offset == null ? "" : ", offset " + offset);
    }
}
