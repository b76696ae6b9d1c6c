package posixkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method as a C call, and describes how the call behaves. Most calls have two methods, for example {@code read} and
 * {@code readOrErrno}. If the call fails, {@code read} throws an {@link ErrnoException}, and {@code readOrErrno} returns −errno.
 * The annotation is placed on {@code read}, and describes both methods. Only {@link #restarts} does not apply to
 * {@code readOrErrno}: an {@code …OrErrno} method never repeats an interrupted call.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Call {
    /** The C name of the call with its manual section, for example {@code "wait4(2)"}. */
    String value();

    /**
     * The first kernel that has the call, for example {@code "5.3"} for Linux 5.3. On an older one, the call fails with ENOSYS, or the
     * comment of the method says what happens. Empty if the oldest systems that Java 17 runs on have the call.
     */
    String since() default "";

    /**
     * Tells whether the annotated method, for example {@code read}, repeats the call when a signal interrupts it (EINTR). The
     * variant whose name ends in {@code OrErrno}, for example {@code readOrErrno}, never repeats the call.
     */
    Restart restarts() default Restart.NEVER;

    /**
     * True if the call may block for an unlimited time, for example until there is input, a child process ends, or a lock is
     * free. False for calls that wait only for a disk.
     *
     * <p>If a virtual thread makes a call that may block, the virtual thread waits without its carrier thread, or the library
     * passes the call to a platform thread; see {@link Posix#VIRTUAL_THREADS_PROPERTY}. If the arguments show that the call cannot
     * block, the virtual thread makes the call itself.
     */
    boolean waits() default false;

    /**
     * True if the call affects only the calling thread, not the whole process. If several such calls depend on each other, the
     * program must make them on a single platform thread. For example, if a thread attaches to a process with {@code ptrace},
     * only this thread can trace the process.
     */
    boolean isThreads() default false;

    /**
     * True if the call is raw. A raw call is always made on the calling thread, and is never reported to a
     * {@code SyscallListener}. An example is {@code Syscalls.rawSyscall}.
     */
    boolean isRaw() default false;

    /**
     * Tells whether the annotated method repeats its call when a signal interrupts the call (EINTR). A method repeats a call only
     * if this is safe: the repetition must not do the same work twice and must not hide an event from the caller.
     */
    enum Restart {
        /** Does not repeat the call. The method throws an {@link ErrnoException} with EINTR. */
        NEVER,
        /** Repeats the call with the same arguments. */
        ALWAYS,
        /** Repeats the call with the time that is left of its time-out. */
        WITH_TIME_LEFT,
        /**
         * Repeats the call, unless its flags contain {@code O_EXCL}. With {@code O_EXCL}, the first attempt may already have
         * created the file, and a second attempt would fail because the file exists.
         */
        UNLESS_EXCLUSIVE
    }
}
