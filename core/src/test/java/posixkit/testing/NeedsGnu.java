package posixkit.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs where programs take GNU's options, which is on Linux: {@code stat -f -c}, {@code touch -d @0}. Put this gate on a test only if
 * {@link Programs#stat} or an option of POSIX will not do.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(Gate.class)
public @interface NeedsGnu {}
