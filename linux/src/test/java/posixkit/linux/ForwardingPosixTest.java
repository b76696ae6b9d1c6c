package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import posixkit.ForwardingPosix;
import posixkit.Posix;
import posixkit.id.Ids;
import posixkit.onlinux.OnLinux;

class ForwardingPosixTest {
    private static final class Plain extends ForwardingPosix {
        Plain(Posix posix) {
            super(posix);
        }
    }

    /** Found by reflection, so that an accessor that is added later is forwarded too. */
    @Test
    void everyAccessorIsForwarded() throws Exception {
        Map<String, Object> roles = new HashMap<>();
        Posix fake = new FakePosix(roles);
        Posix forwarding = new Plain(fake);
        List<Method> accessors = Arrays.stream(Posix.class.getDeclaredMethods())
                .filter(m -> Modifier.isPublic(m.getModifiers()) && !Modifier.isStatic(m.getModifiers()))
                .filter(m -> m.getParameterCount() == 0)
                .toList();
        assertTrue(accessors.size() > 13, accessors.toString());
        for (Method accessor : accessors) {
            assertSame(
                    ForwardingPosix.class,
                    ForwardingPosix.class.getMethod(accessor.getName()).getDeclaringClass());
            assertSame(outcome(accessor, fake), outcome(accessor, forwarding), accessor.getName());
        }
        assertSame(fake.ids(), forwarding.ids());
        assertSame(Posix.get().io(), forwarding.io());
        InvocationTargetException none = assertThrows(
                InvocationTargetException.class,
                () -> Posix.class.getMethod("onLinux").invoke(forwarding));
        assertEquals("the fake's door", none.getCause().getMessage());
    }

    /** Returns what the accessor returns, or the message of what it throws. */
    private static Object outcome(Method accessor, Posix posix) throws IllegalAccessException {
        try {
            return accessor.invoke(posix);
        } catch (InvocationTargetException e) {
            return e.getCause().getMessage().intern();
        }
    }

    @Test
    void thereHasToBeSomethingToForwardTo() {
        assertEquals(
                "posix",
                assertThrows(NullPointerException.class, () -> new Plain(null)).getMessage());
    }

    private static final class FakePosix extends ForwardingPosix {
        private final Map<String, Object> roles;

        FakePosix(Map<String, Object> roles) {
            super(Posix.get());
            this.roles = roles;
        }

        @Override
        public Map<String, String> routes() {
            return Map.of();
        }

        @Override
        public Ids ids() {
            return (Ids) roles.computeIfAbsent(
                    "ids",
                    n -> Proxy.newProxyInstance(
                            Ids.class.getClassLoader(), new Class<?>[] {Ids.class}, (proxy, method, arguments) -> 0));
        }

        @Override
        public OnLinux onLinux() {
            throw new UnsupportedOperationException("the fake's door");
        }
    }
}
