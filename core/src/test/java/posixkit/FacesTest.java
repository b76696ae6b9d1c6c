package posixkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import posixkit.testing.Roles;

/**
 * Every role keeps the rule of the two faces. A call that returns a number or nothing and can fail is an abstract {@code …OrErrno}
 * method and a plain default method that carries {@code @Call}. A call that returns an object has the plain form alone.
 */
class FacesTest {
    /** Roles that do not keep the rule yet. It has to become empty. */
    private static final Set<String> PENDING = Set.of(
            "Attributes",
            "Clocks",
            "Epoll",
            "FileAttributes",
            "FileTree",
            "Host",
            "Io",
            "Kernel",
            "Kqueue",
            "Memory",
            "Mapping",
            "Metadata",
            "OnDarwinFiles",
            "OnDarwinIds",
            "OnDarwinPtrace",
            "OnLinuxFiles",
            "OnLinuxIds",
            "Poll",
            "Processes",
            "Ptrace",
            "Symbols",
            "Syscalls",
            "Sysctl");

    @Test
    void everyCallHasTheFacesItsResultAsksFor() {
        List<String> wrong = new ArrayList<>();
        for (Class<?> role : Roles.all()) {
            if (!PENDING.contains(role.getSimpleName())) {
                Roles.methods(role).forEach(method -> check(method).forEach(w -> wrong.add(name(method) + ": " + w)));
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void thereAreRoles() {
        assertTrue(Roles.all().size() > 20, Roles.all().toString());
    }

    private static List<String> check(Method method) {
        List<String> wrong = new ArrayList<>();
        boolean isCall = method.isAnnotationPresent(Call.class);
        boolean canFail = Arrays.asList(method.getExceptionTypes()).contains(ErrnoException.class);
        Class<?> result = method.getReturnType();
        boolean isNumberOrNothing = result == int.class || result == long.class || result == void.class;
        if (Roles.isTwin(method)) {
            return checkTwin(method);
        }
        if (isCall && isNumberOrNothing && canFail) {
            if (!method.isDefault()) {
                wrong.add("the plain form of a number is a default method over its twin");
            }
            if (Roles.otherFace(method).isEmpty()) {
                wrong.add("has no twin");
            }
        }
        if (!isCall && !method.isDefault() && !method.getName().startsWith("new")) {
            wrong.add("is abstract, and neither a call nor a maker");
        }
        if (isCall && method.isDefault() && Roles.otherFace(method).isEmpty()) {
            wrong.add("is @Call and default without a twin: @Call belongs on the form that it calls");
        }
        return wrong;
    }

    private static List<String> checkTwin(Method twin) {
        List<String> wrong = new ArrayList<>();
        if (twin.isAnnotationPresent(Call.class)) {
            wrong.add("@Call belongs on the plain form");
        }
        if (twin.getExceptionTypes().length > 0) {
            wrong.add("a twin throws nothing for an errno");
        }
        if (twin.getReturnType() != int.class && twin.getReturnType() != long.class) {
            wrong.add("a twin returns int or long");
        }
        if (Roles.otherFace(twin).isEmpty()) {
            wrong.add("has no plain form");
        } else {
            Method plain = Roles.otherFace(twin).get();
            if (plain.isAnnotationPresent(Call.class) == twin.isDefault()) {
                wrong.add("is abstract where the plain form is a call, and default where that is a convenience");
            }
            if (plain.getReturnType() != void.class && plain.getReturnType() != twin.getReturnType()) {
                wrong.add("returns " + twin.getReturnType() + ", its plain form " + plain.getReturnType());
            }
        }
        return wrong;
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName()
                + Arrays.toString(Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .toArray());
    }
}
