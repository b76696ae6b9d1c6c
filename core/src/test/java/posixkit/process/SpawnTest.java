package posixkit.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        assertEquals("Spawn[\"echo\", \"a b\"]", Spawn.of("echo", "a b").toString());
        assertEquals(
                "Spawn[\"echo\", \"a b\"]{program=\"/bin/echo\"}",
                Spawn.of("echo", "a b").program("/bin/echo").toString());
    }

    @Test
    void whatIsNotAskedForIsThisProcesss() {
        Spawn spawn = Spawn.of("true").dup2(0, 5).close(4).processGroup(0);
        assertFalse(spawn.isBeyondPosixSpawn());
        assertNull(spawn.directory());
        assertNull(spawn.credentials());
        assertNull(spawn.niceness());
        assertEquals(-1, spawn.umask());
        assertEquals(-1, spawn.controllingTerminal());
        assertEquals(List.of(), spawn.limits());
        assertEquals(0, spawn.signalsBlocked().length + spawn.signalsDefault().length);
        assertFalse(spawn.isSession() || spawn.isTraced());
        assertEquals(0, spawn.cloneFlags());
    }

    @Test
    void whatIsAskedForIsThere() {
        int[] signals = {1, 64};
        Spawn spawn = Spawn.of("true")
                .directory("/d")
                .credentials(1, 2, 3, 4)
                .niceness(-5)
                .umask(0777)
                .session()
                .controllingTerminal(6)
                .limit(7, 8, 9)
                .blockedSignals(signals)
                .defaultSignals(2)
                .traceMe()
                .cloneFlags(1L << 40);
        signals[0] = 0;
        assertTrue(spawn.isBeyondPosixSpawn());
        assertEquals("/d", spawn.directory());
        assertEquals(new Spawn.Credentials(1, 2, List.of(3, 4)), spawn.credentials());
        assertEquals(-5, spawn.niceness());
        assertEquals(0777, spawn.umask());
        assertEquals(6, spawn.controllingTerminal());
        assertEquals(List.of(new Spawn.Limit(7, 8, 9)), spawn.limits());
        assertArrayEquals(new int[] {1, 64}, spawn.signalsBlocked());
        assertArrayEquals(new int[] {2}, spawn.signalsDefault());
        assertTrue(spawn.isSession() && spawn.isTraced());
        assertEquals(1L << 40, spawn.cloneFlags());
    }

    @Test
    void eachSuchThingIsMoreThanPosixSpawnCanDo() {
        assertTrue(Spawn.of("true").niceness(0).isBeyondPosixSpawn());
        assertTrue(Spawn.of("true").limit(0, 0, 0).isBeyondPosixSpawn());
        assertTrue(Spawn.of("true").controllingTerminal(0).isBeyondPosixSpawn());
        assertThrows(IllegalArgumentException.class, () -> Spawn.of("true").controllingTerminal(-1));
        assertThrows(NullPointerException.class, () -> Spawn.of("true").directory(null));
    }
}
