package posixkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import posixkit.ondarwin.OnDarwin;
import posixkit.onlinux.OnLinux;
import posixkit.testing.Roles;

/** The page {@code docs/calls.md} shows every call and its method. Who adds a call finds the new page in the build. */
class CallsPageTest {
    private static final Path ROOT = Path.of(System.getProperty("posixkit.root"));
    private static final String HEAD = """
            # Calls

            Every C function that posixkit calls, from A to Z, and the method that calls it. `posix` stands for `Posix.get()`. The column of a
            system says `yes`, or the first kernel that has the call: on an older one it fails with ENOSYS, or does what the comment of the method
            says. This page is made from the annotation `@Call` of the methods, and `CallsPageTest` keeps it as they are.

            | call | method | Linux | macOS |
            |---|---|---|---|
            """;

    private record Row(String call, String method, String linux, String darwin) {
        @Override
        public String toString() {
            return "| %s | `%s` | %s | %s |\n".formatted(call.replace("_", "\\_"), method, linux, darwin);
        }
    }

    @Test
    void thePageShowsEveryCall() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        rows().forEach(page::append);
        Path committed = ROOT.resolve("docs/calls.md");
        if (!Files.exists(committed) || !Files.readString(committed).equals(page.toString())) {
            fail("docs/calls.md is out of date; copy "
                    + Files.writeString(ROOT.resolve("core/target/calls.md"), page.toString()));
        }
    }

    @Test
    void aReaderFindsSharedAndOwnCalls() throws IOException {
        Set<String> lines = new LinkedHashSet<>();
        rows().forEach(row -> lines.add(row.toString()));
        assertTrue(lines.contains("| getgroups(2) | `posix.ids().getgroups` | yes | yes |\n"));
        assertTrue(lines.contains("| openat2(2) | `posix.onLinux().files().openat2` | 5.6 | – |\n"));
        assertTrue(lines.contains("| kevent(2) | `posix.onDarwin().kqueue().kevent` | – | yes |\n"));
        assertEquals(lines.size(), rows().size());
    }

    private static Set<Row> rows() throws IOException {
        Map<Class<?>, String> accessors = accessors();
        Set<Row> rows = new TreeSet<>(Comparator.comparing(Row::call)
                .thenComparing(Row::method)
                .thenComparing(Row::linux)
                .thenComparing(Row::darwin));
        for (Class<?> role : Roles.all()) {
            for (Method method : role.getDeclaredMethods()) {
                Call call = method.getAnnotation(Call.class);
                if (call != null) {
                    rows.add(row(call.value(), call.since(), accessors, method));
                }
            }
        }
        for (String line : Files.readAllLines(ROOT.resolve("abi/calls/extra.txt"))) {
            if (line.matches("[A-Z]\\S+ \\S+#\\S+")) {
                rows.add(namedRow(
                        line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1), accessors));
            }
        }
        return rows;
    }

    /** A request of ioctl, fcntl, ptrace and their like, which have methods of their own. */
    private static Row namedRow(String request, String home, Map<Class<?>, String> accessors) {
        String[] parts = home.split("#");
        for (Class<?> role : Roles.all()) {
            if (role.getName().equals(parts[0])) {
                for (Method method : role.getDeclaredMethods()) {
                    Call call = method.getAnnotation(Call.class);
                    if (call != null && method.getName().equals(parts[1])) {
                        return row(request + ", " + call.value(), call.since(), accessors, method);
                    }
                }
            }
        }
        throw new AssertionError(home + " is no call");
    }

    private static Row row(String call, String since, Map<Class<?>, String> accessors, Method method) {
        Class<?> role = method.getDeclaringClass();
        String yes = since.isEmpty() ? "yes" : since;
        return new Row(
                call,
                accessors.getOrDefault(role, role.getSimpleName()) + "." + method.getName(),
                role.getPackageName().equals("posixkit.ondarwin") ? "–" : yes,
                role.getPackageName().equals("posixkit.onlinux") ? "–" : yes.replaceFirst("^\\d.*", "yes"));
    }

    /** How a caller gets each role, those included that another one extends. */
    private static Map<Class<?>, String> accessors() {
        Map<Class<?>, String> accessors = new LinkedHashMap<>();
        addAccessors(Posix.class, "posix", accessors);
        addAccessors(OnLinux.class, "posix.onLinux()", accessors);
        addAccessors(OnDarwin.class, "posix.onDarwin()", accessors);
        return accessors;
    }

    private static void addAccessors(Class<?> owner, String path, Map<Class<?>, String> accessors) {
        for (Method method : owner.getMethods()) {
            if (method.getParameterCount() == 0
                    && method.getReturnType().isInterface()
                    && !method.getName().startsWith("unguarded")) {
                add(method.getReturnType(), path + "." + method.getName() + "()", accessors);
            }
        }
    }

    private static void add(Class<?> role, String accessor, Map<Class<?>, String> accessors) {
        accessors.put(role, accessor);
        for (Class<?> part : role.getInterfaces()) {
            add(part, accessor, accessors);
        }
    }
}
