package posixkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import posixkit.testing.Roles;

/** A public type's simple name means one thing in a file that imports ours and the JDK's everyday packages. */
class SimpleNamesTest {
    private static final List<String> EVERYDAY = List.of(
            "java.lang",
            "java.lang.ref",
            "java.io",
            "java.net",
            "java.nio",
            "java.nio.channels",
            "java.nio.charset",
            "java.nio.file",
            "java.time",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "java.util.concurrent.locks",
            "java.util.function",
            "java.util.stream");

    @Test
    void noTwoPublicTypesShareASimpleName() {
        Map<String, List<String>> byName = new TreeMap<>();
        for (Class<?> type : Roles.publicTypes()) {
            byName.computeIfAbsent(type.getSimpleName(), n -> new ArrayList<>()).add(type.getName());
        }
        byName.values().removeIf(types -> types.size() == 1);
        assertEquals(Map.of(), byName);
    }

    @Test
    void noPublicTypeIsCalledLikeOneOfTheJdksEverydayTypes() {
        List<String> clashes = new ArrayList<>();
        for (Class<?> type : Roles.publicTypes()) {
            for (String packageName : EVERYDAY) {
                String name = packageName + "." + type.getSimpleName();
                if (exists(name)) {
                    clashes.add(type.getName() + " and " + name);
                }
            }
        }
        assertEquals(List.of(), clashes);
    }

    private static boolean exists(String name) {
        try {
            Class.forName(name, false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
