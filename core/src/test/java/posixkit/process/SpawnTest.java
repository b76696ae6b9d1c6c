package posixkit.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpawnTest {
    @Test
    void aVariablesNameIsNotEmptyAndHoldsNoEqualsSignAnywhere() {
        Spawn spawn = Spawn.of("true");
        for (String name : new String[] {"", "=", "=A", "A=", "A=B"}) {
            assertThrows(IllegalArgumentException.class, () -> spawn.environment(Map.of(name, "x")), name);
        }
        assertEquals(List.of("A=B=C"), spawn.environment(Map.of("A", "B=C")).environment());
    }

    @Test
    void saysWhatItStarts() {
        assertEquals(
                "Spawn[echo, a b]", Spawn.of("echo", "a b").program("/bin/echo").toString());
    }
}
