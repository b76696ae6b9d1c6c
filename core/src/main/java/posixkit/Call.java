package posixkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method as a C call, and describes how the call behaves. Most calls have two methods. One of them throws
 * {@link ErrnoException}. The name of the other ends in {@code OrErrno}, and it returns −errno instead. The annotation is placed
 * on the method without {@code OrErrno}, and describes both methods. Only {@link #restarts} does not apply to the
 * {@code …OrErrno} method, which never repeats an interrupted call.
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
     * free. If a virtual thread makes such a call, the library normally hands it to a platform thread; see
     * {@link Posix#VIRTUAL_THREADS_PROPERTY}. The library does not do so if the arguments show that the call cannot block. The
     * value is false for calls that wait only for a disk.
     */
    boolean waits() default false;

    /**
     * True if the call affects only the calling thread, not the whole process. The program must make all calls that belong
     * together on the same platform thread. For example, only the thread that attached to a process with {@code ptrace} can trace
     * this process.
     */
    boolean isThreads() default false;

    /**
     * True if the call is raw. A raw call is always made on the calling thread, and is never reported to a
     * {@code SyscallListener}. An example is {@code Syscalls.rawSyscall}.
     */
    boolean isRaw() default false;

    /**
     * How a method without {@code OrErrno} reacts when its call fails with EINTR. The method repeats the call only if this is
     * safe: the repetition must not do the same work twice and must not hide an event from the caller.
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
