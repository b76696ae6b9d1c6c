package posixkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Open.O_EXCL;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import posixkit.constants.Errno;
import posixkit.file.Dirents;
import posixkit.testing.Roles;

/**
 * Every plain form does after EINTR what its {@code @Call} declares. The twin is a fake that a signal interrupts twice, so what is
 * seen here is the default method alone.
 */
class RestartsTest {
    private static final int INTERRUPTIONS = 2;
    private static final long TIMEOUT = 10_000;

    /** A twin that fails with EINTR a few times, and takes a while for it. */
    private static final class Interrupted implements InvocationHandler {
        final List<Object[]> attempts = new ArrayList<>();

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            attempts.add(arguments == null ? new Object[0] : arguments);
            int result = attempts.size() <= INTERRUPTIONS ? -Errno.EINTR : 0;
            if (result < 0) {
                Thread.sleep(5);
            }
            return method.getReturnType() == long.class ? (Object) (long) result : (Object) result;
        }
    }

    static Stream<Method> plainForms() {
        return Roles.all().stream()
                .flatMap(role -> Roles.methods(role).stream())
                .filter(m -> m.isDefault() && m.isAnnotationPresent(Call.class));
    }

    @ParameterizedTest
    @MethodSource("plainForms")
    void aPlainFormRestartsAsItsAnnotationSays(Method plain) throws Exception {
        switch (plain.getAnnotation(Call.class).restarts()) {
            case NEVER -> assertFailsWithEintr(plain, arguments(plain, 0));
            case ALWAYS -> assertRepeats(plain, arguments(plain, 0));
            case WITH_TIME_LEFT -> {
                assertTimeGetsLess(plain);
                assertRepeats(plain, forEver(plain));
            }
            case UNLESS_EXCLUSIVE -> {
                assertRepeats(plain, arguments(plain, 0));
                assertFailsWithEintr(plain, arguments(plain, O_EXCL));
            }
        }
    }

    private static void assertFailsWithEintr(Method plain, Object[] arguments) {
        Interrupted twin = new Interrupted();
        InvocationTargetException thrown =
                assertThrows(InvocationTargetException.class, () -> plain.invoke(fake(plain, twin), arguments));
        assertTrue(
                thrown.getCause() instanceof ErrnoException e && e.errno() == Errno.EINTR, thrown.getCause()::toString);
        assertEquals(1, twin.attempts.size());
    }

    private static void assertRepeats(Method plain, Object[] arguments) throws Exception {
        Interrupted twin = new Interrupted();
        plain.invoke(fake(plain, twin), arguments);
        assertEquals(INTERRUPTIONS + 1, twin.attempts.size());
        for (Object[] attempt : twin.attempts) {
            assertEquals(List.of(text(twin.attempts.get(0))), List.of(text(attempt)));
        }
    }

    /** The last parameter is the time-out, in the unit that its name ends in. */
    private static void assertTimeGetsLess(Method plain) throws Exception {
        Interrupted twin = new Interrupted();
        String name = plain.getParameters()[plain.getParameterCount() - 1].getName();
        TimeUnit unit = name.endsWith("Millis")
                ? TimeUnit.MILLISECONDS
                : name.endsWith("Micros") ? TimeUnit.MICROSECONDS : TimeUnit.NANOSECONDS;
        assertTrue(name.endsWith("Millis") || name.endsWith("Micros") || name.endsWith("Nanos"), name);
        plain.invoke(fake(plain, twin), arguments(plain, unit.convert(TIMEOUT, TimeUnit.MILLISECONDS)));
        assertEquals(INTERRUPTIONS + 1, twin.attempts.size());
        long before = Long.MAX_VALUE;
        for (Object[] attempt : twin.attempts) {
            long left = ((Number) attempt[attempt.length - 1]).longValue();
            assertTrue(left < before && left > 0, left + " after " + before);
            before = left;
        }
    }

    private static Object fake(Method plain, InvocationHandler handler) {
        Class<?> role = plain.getDeclaringClass();
        return Proxy.newProxyInstance(role.getClassLoader(), new Class<?>[] {role}, handler);
    }

    /** {@code number} for every number, and null for objects; but a directory entry is asked for its name if a call fails. */
    private static Object[] arguments(Method plain, long number) {
        Object[] arguments = new Object[plain.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            Class<?> type = plain.getParameterTypes()[i];
            if (type == int.class) {
                arguments[i] = (int) number;
            } else if (type == long.class) {
                arguments[i] = number;
            } else if (type == boolean.class) {
                arguments[i] = false;
            } else if (type == Dirents.class) {
                arguments[i] = Proxy.newProxyInstance(
                        type.getClassLoader(), new Class<?>[] {type}, (proxy, method, none) -> "name");
            }
        }
        return arguments;
    }

    /** Zeros, and a negative time-out. */
    private static Object[] forEver(Method plain) {
        Object[] arguments = arguments(plain, 0);
        int last = arguments.length - 1;
        arguments[last] = arguments(plain, -1)[last];
        return arguments;
    }

    private static String text(Object[] arguments) {
        return Arrays.toString(arguments);
    }
}
