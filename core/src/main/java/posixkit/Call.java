package posixkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of a role (see {@link Posix}) as a C call, and describes how the call behaves. The annotation is placed on the
 * plain form of the method, which throws {@link ErrnoException}. It also describes the {@code …OrErrno} form, except that an
 * {@code …OrErrno} form never restarts.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Call {
    /** The C name of the call with its manual section, for example {@code "wait4(2)"}. */
    String value();

    /** How the plain form reacts when a signal interrupts the call (EINTR). */
    Restart restarts() default Restart.NEVER;

    /**
     * True if the call may block for an unlimited time, for example until there is input, a child process ends, or a lock is
     * free. When a virtual thread uses such a call, a platform thread makes the call instead, unless the arguments show that it
     * cannot block; see {@link Posix#VIRTUAL_THREADS_PROPERTY}. Calls that only wait for a disk are not marked.
     */
    boolean waits() default false;

    /**
     * True if the call affects only the calling thread, not the whole process. Make calls that belong together on the same
     * platform thread.
     */
    boolean isThreads() default false;

    /** True if the call is never reported to a {@code SyscallListener}. */
    boolean isRaw() default false;

    /**
     * How a plain form reacts when its call fails with EINTR. A plain form repeats a call only if this is safe: the repetition
     * must not do the same work twice and must not hide an event from the caller.
     */
    enum Restart {
        /** Throws an {@link ErrnoException} with EINTR. */
        NEVER,
        /** Repeats the call with the same arguments. */
        ALWAYS,
        /** Repeats the call with the rest of its time-out. */
        WITH_TIME_LEFT,
        /**
         * Repeats the call, unless its flags contain {@code O_EXCL}. With {@code O_EXCL}, the first attempt may already have
         * created the file, and a second attempt would fail because the file exists.
         */
        UNLESS_EXCLUSIVE
    }
}
