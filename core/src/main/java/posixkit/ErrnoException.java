package posixkit;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import posixkit.constants.Errno;

/**
 * A system call failed. Says which call, with which error number, on what:
 * {@code openat /etc/shadow: EACCES (13): Permission denied}.
 *
 * <p>Compare with {@code e.errno() == ENOENT}. A number this system has no name for stays what it is.
 */
public final class ErrnoException extends IOException {
    private static final long serialVersionUID = 1;

    /** The system call, by its C name. */
    private final String call;

    /** The error number, as this system counts. */
    private final int errno;

    /** What the call was about: a path, or {@code fd 7}; or null. */
    private final String subject;

    public ErrnoException(String call, int errno, String subject) {
        this.call = call;
        this.errno = errno;
        this.subject = subject;
    }

    public ErrnoException(String call, int errno) {
        this(call, errno, null);
    }

    /** The C name of the call that failed. */
    public String call() {
        return call;
    }

    /** The error number. Its names are in {@link Errno} and in the constants of each system. */
    public int errno() {
        return errno;
    }

    /** What the call was about, a path or {@code fd 7}; null when there is nothing to name. */
    public String subject() {
        return subject;
    }

    /** Made when asked for, so that a caller who only looks at the number pays nothing for it. */
    @Override
    public String getMessage() {
        StringBuilder message = new StringBuilder(call);
        if (subject != null) {
            message.append(' ').append(subject);
        }
        return message.append(": ").append(describe(errno)).toString();
    }

    /** This failure as the JDK's file exceptions tell it, with this one as its cause. */
    public FileSystemException asNioException() {
        FileSystemException nio = nioException();
        nio.initCause(this);
        return nio;
    }

    private FileSystemException nioException() {
        if (errno == Errno.ENOENT) {
            return new NoSuchFileException(subject, null, call);
        }
        if (errno == Errno.EEXIST) {
            return new FileAlreadyExistsException(subject, null, call);
        }
        if (errno == Errno.EACCES || errno == Errno.EPERM) {
            return new AccessDeniedException(subject, null, call);
        }
        if (errno == Errno.ENOTEMPTY) {
            return new DirectoryNotEmptyException(subject);
        }
        if (errno == Errno.ENOTDIR) {
            return new NotDirectoryException(subject);
        }
        if (errno == Errno.ELOOP) {
            return new FileSystemLoopException(subject);
        }
        return new FileSystemException(subject, null, call + ": " + describe(errno));
    }

    /** An error number in words, {@code ENOENT (2): No such file or directory}; {@code errno 9999} if it has none. */
    public static String describe(int errno) {
        String name = Errno.name(errno);
        return name == null ? "errno " + errno : name + " (" + errno + "): " + Errno.text(errno);
    }
}
