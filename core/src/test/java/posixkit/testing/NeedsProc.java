package posixkit.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs where {@code /proc} is mounted: the test asks it what the kernel knows. macOS has no {@code /proc}. Put this gate on a
 * test only if neither the JDK nor a program of both systems can say the same.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(Gate.class)
public @interface NeedsProc {}
