package posixkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import posixkit.testing.Roles;
import posixkit.testing.SpecMarks;

/** What the roles say of calls that may block is what the spec says, from which the hand-over to platform threads is generated. */
class WaitsTest {
    /** A call by number and connectx ask themselves; {@code creat} is a call of {@code open}. */
    private static final Set<String> BY_HAND = Set.of("syscall", "creat", "connectx");

    @Test
    void theRolesAndTheSpecSayTheSame() {
        Set<String> roles = new TreeSet<>();
        Roles.all().stream()
                .flatMap(role -> Roles.methods(role).stream())
                .map(method -> method.getAnnotation(Call.class))
                .filter(call -> call != null && call.waits())
                .forEach(call -> roles.add(call.value().replaceFirst("\\(.*", "")));
        roles.removeAll(BY_HAND);
        Set<String> spec = new TreeSet<>(new SpecMarks("linux").with("waits"));
        spec.addAll(new SpecMarks("darwin").with("waits"));
        assertEquals(spec, roles);
    }
}
