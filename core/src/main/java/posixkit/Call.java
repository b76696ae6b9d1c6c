package posixkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a method of a role that is a C call, names its manual page, {@code @Call("wait4(2)")}, and says how it behaves. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Call {
    /** The C name with its manual section. */
    String value();

    /**
     * Whether it may wait for others, for as long as they please: for input, a child, a lock. (Disks are waited for too, but that
     * has an end.) Such a call is not for virtual threads to make: {@link Posix#VIRTUAL_THREADS_PROPERTY}.
     */
    boolean waits() default false;

    /** Whether what it does, or sees, is its thread's, so that calls that belong together have to be made on one platform thread. */
    boolean isThreads() default false;

    /** Whether a {@code SyscallListener} never hears of it. */
    boolean isRaw() default false;
}
