package posixkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method as a C call, and describes how the call behaves. Most calls have two methods: one that throws
 * {@link ErrnoException}, and one whose name ends in {@code OrErrno} and that returns −errno instead. The annotation is placed
 * on the method without {@code OrErrno}. It also describes the {@code …OrErrno} method, except that an {@code …OrErrno} method
 * never repeats an interrupted call.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Call {
    /** The C name of the call with its manual section, for example {@code "wait4(2)"}. */
    String value();

    /** How the method without {@code OrErrno} reacts when a signal interrupts the call (EINTR). */
    Restart restarts() default Restart.NEVER;

    /**
     * True if the call may block for an unlimited time, for example until there is input, a child process ends, or a lock is
     * free. When a virtual thread uses such a call, a platform thread makes the call instead, unless the arguments show that
     * the call cannot block; see {@link Posix#VIRTUAL_THREADS_PROPERTY}. Calls that only wait for a disk are not marked.
     */
    boolean waits() default false;

    /**
     * True if the call affects only the calling thread, not the whole process. Make calls that belong together on the same
     * platform thread.
     */
    boolean isThreads() default false;

    /** True if the call is raw, as {@code rawSyscall} is. A raw call is never reported to a {@code SyscallListener}. */
    boolean isRaw() default false;

    /**
     * How a method without {@code OrErrno} reacts when its call fails with EINTR. The method repeats the call only if this is
     * safe: the repetition must not do the same work twice and must not hide an event from the caller.
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
