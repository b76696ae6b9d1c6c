package posixkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of a role as a C call and says how the call behaves. The annotation stands on the plain form. It holds for the
 * {@code …OrErrno} twin too, except that a twin never restarts.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Call {
    /** The C name with its manual section: {@code "wait4(2)"}. */
    String value();

    /** What the plain form does when a signal interrupts the call (EINTR). */
    Restart restarts() default Restart.NEVER;

    /**
     * True if the call may block for as long as others please: until there is input, until a child ends, until a lock is free. A
     * virtual thread hands such a call to a platform thread, unless the arguments rule out that it blocks; see
     * {@link Posix#VIRTUAL_THREADS_PROPERTY}. Calls that only wait for
     * a disk are not marked.
     */
    boolean waits() default false;

    /** True if the call acts on the calling thread alone. Make calls that belong together on one platform thread. */
    boolean isThreads() default false;

    /** True if a {@code SyscallListener} is never told of the call. */
    boolean isRaw() default false;

    /**
     * What a plain form does when its call fails with EINTR. A call restarts if repeating it can neither do something twice nor
     * hide what happened.
     */
    enum Restart {
        /** Throws EINTR. */
        NEVER,
        /** Repeats the call with the same arguments. */
        ALWAYS,
        /** Repeats the call with the time that is left of its time-out. */
        WITH_TIME_LEFT,
        /** Repeats the call, unless its flags contain {@code O_EXCL}: a first attempt may have created the file. */
        UNLESS_EXCLUSIVE
    }
}
