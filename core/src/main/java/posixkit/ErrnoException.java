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
 * A system call failed. The message names the call, what it was about, and the error:
 * {@code openat "/etc/shadow": EACCES (13): Permission denied}. Names stand between quotation marks and are printable
 * ({@link Names#printable}).
 *
 * <p>Compare with {@code e.errno() == ENOENT}, or switch over {@link #name}: the numbers of some errors differ between systems, so
 * they are no constants for {@code case}.
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
     * The system property that says whether these exceptions have stack traces: {@code true} unless set to {@code false}. An
     * exception without a trace is cheap, for programs where failures are frequent and still thrown.
     */
    public static final String STACK_TRACES_PROPERTY = "posixkit.stackTraces";

    private static final long serialVersionUID = 1;
    private static final boolean HAS_STACK_TRACES = !"false".equals(System.getProperty(STACK_TRACES_PROPERTY));

    private final String call;
    private final int errno;
    private final Subject subject;

    /** An exception for a call that is about nothing in particular. */
    public ErrnoException(String call, int errno) {
        this(call, errno, (Subject) null);
    }

    /**
     * An exception for a call about {@code subject}.
     *
     * @param subject text for the message, such as {@code fd 7}; may be null
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

    /** Returns the error number. Its names are in {@link Errno} and in the constants of each system. */
    public int errno() {
        return errno;
    }

    /** Returns the name of the error number on this system, {@code "ENOENT"}; {@code "errno 9999"} if it has none. */
    public String name() {
        String name = Errno.name(errno);
        return name == null ? "errno " + errno : name;
    }

    /**
     * Returns what the call was about, as the message has it: {@code "/etc/shadow"} between quotation marks, or {@code fd 7}. Null
     * if there is nothing to name.
     */
    public String subject() {
        return subject == null ? null : subject.toString();
    }

    /** Returns the message. It is made at each call, so that it costs nothing if nobody reads it. */
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

    /** Returns this failure as the JDK's file exception for it, with this exception as its cause. */
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

    /** Returns an error number in words: {@code ENOENT (2): No such file or directory}; {@code errno 9999} if it has no name. */
    public static String describe(int errno) {
        String name = Errno.name(errno);
        return name == null ? "errno " + errno : name + " (" + errno + "): " + Errno.text(errno);
    }
}
