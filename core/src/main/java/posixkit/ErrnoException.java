package posixkit;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;
import posixkit.constants.Errno;

/**
 * Thrown when a system call fails. The message contains the name of the call, the object of the call (for example a path), and
 * the error: {@code openat "/etc/shadow": EACCES (13): Permission denied}. File names are in quotation marks and are made
 * printable ({@link Names#printable}).
 *
 * <p>To check an exception {@code e} for a certain error, compare numbers: {@code e.errno() == ENOENT}. To distinguish between
 * several errors, use {@code switch} with {@link #name}. A {@code switch} with numbers is not always possible: some errors have
 * different numbers on Linux and macOS. The Java constants of these errors are not compile-time constants and cannot be
 * {@code case} labels. In this example, {@code create} and {@code refuse} are methods of the program:
 *
 * <pre>{@code
 * switch (e.name()) {
 *     case "ENOENT" -> create();
 *     case "EACCES", "EPERM" -> refuse();
 *     default -> throw e;
 * }
 * }</pre>
 */
public final class ErrnoException extends IOException {
    /**
     * The name of the system property that turns the stack traces of {@code ErrnoException} on or off. Stack traces are on,
     * unless the property is {@code false}. An exception without a stack trace is cheap to create. Turn stack traces off in
     * programs where calls often fail with an exception.
     */
    public static final String STACK_TRACES_PROPERTY = "posixkit.stackTraces";

    private static final long serialVersionUID = 1;
    private static final boolean HAS_STACK_TRACES = !"false".equals(System.getProperty(STACK_TRACES_PROPERTY));

    private final String call;
    private final int errno;
    private final Subject subject;

    /** Creates an exception for a call that has no path, descriptor or other object to name in the message. */
    public ErrnoException(String call, int errno) {
        this(call, errno, (Subject) null);
    }

    /**
     * Creates an exception whose message names {@code subject} as the object of the failed call.
     *
     * @param subject the object of the call, for example {@code fd 7}; null to name no object
     */
    public ErrnoException(String call, int errno, String subject) {
        this(call, errno, Subject.ofText(subject));
    }

    ErrnoException(String call, int errno, Subject subject) {
        this.call = Objects.requireNonNull(call, "call");
        this.errno = errno;
        this.subject = subject;
    }

    /** Returns the C name of the call that failed. */
    public String call() {
        return call;
    }

    /**
     * Returns the error number. The constants for error numbers are in {@link Errno}. Constants that only one operating system
     * has are in the classes {@code LinuxErrno} and {@code DarwinErrno}.
     */
    public int errno() {
        return errno;
    }

    /**
     * Returns the name of the error number on this operating system, for example {@code "ENOENT"}. If the number has no name,
     * returns a text such as {@code "errno 9999"}.
     */
    public String name() {
        String name = Errno.name(errno);
        return name == null ? "errno " + errno : name;
    }

    /**
     * Returns the text that names the object of the failed call in the message. Examples: {@code "/etc/shadow"} (a path, with
     * quotation marks); {@code fd 7} (a descriptor). Returns null if the message names no object.
     */
    public String subject() {
        return subject == null ? null : subject.toString();
    }

    /** Returns the message. This method builds the text each time, so a message that nobody reads costs nothing. */
    @Override
    public String getMessage() {
        String about = subject == null ? "" : " " + subject;
        return call + about + ": " + describe(errno);
    }

    /** Fills in the stack trace, unless {@link #STACK_TRACES_PROPERTY} turned traces off. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return HAS_STACK_TRACES ? super.fillInStackTrace() : this;
    }

    /**
     * Returns an exception of the JDK for the error of this exception, for example {@link NoSuchFileException} for ENOENT. The
     * cause of the returned exception is this {@code ErrnoException}.
     */
    public FileSystemException asNioException() {
        FileSystemException nio =
                nioException(subject == null ? null : subject.file(), subject == null ? null : subject.other());
        nio.initCause(this);
        return nio;
    }

    private FileSystemException nioException(String file, String other) {
        if (errno == Errno.ENOENT) {
            return new NoSuchFileException(file, other, call);
        }
        if (errno == Errno.EEXIST) {
            return new FileAlreadyExistsException(file, other, call);
        }
        if (errno == Errno.EACCES || errno == Errno.EPERM) {
            return new AccessDeniedException(file, other, call);
        }
        if (errno == Errno.ENOTEMPTY) {
            return new DirectoryNotEmptyException(file);
        }
        if (errno == Errno.ENOTDIR) {
            return new NotDirectoryException(file);
        }
        if (errno == Errno.ELOOP) {
            return new FileSystemLoopException(file);
        }
        return new FileSystemException(file, other, call + ": " + describe(errno));
    }

    /**
     * Returns a description of an error number, for example {@code ENOENT (2): No such file or directory}. If the number has no
     * name, returns a text such as {@code errno 9999}.
     */
    public static String describe(int errno) {
        String name = Errno.name(errno);
        return name == null ? "errno " + errno : name + " (" + errno + "): " + Errno.text(errno);
    }
}
