package posixkit.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.testing.Refusals.assertRefused;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpawnTest {
    @Test
    void aVariablesNameIsNotEmptyAndHoldsNoEqualsSignAnywhere() {
        Spawn spawn = Spawn.of("true");
        for (String name : new String[] {"", "=", "=A", "A=", "A=B"}) {
            assertThrows(IllegalArgumentException.class, () -> spawn.environment(Map.of(name, "x")), name);
        }
        assertEquals(List.of("A=B=C"), spawn.environment(Map.of("A", "B=C")).environment());
    }

    /** The leader of a session leads a group of its own, which it cannot change: the system would say EPERM. */
    @Test
    void aSessionAndAProcessGroupExcludeEachOther() {
        for (int group : new int[] {0, 1}) {
            assertSaysBoth(() -> Spawn.of("true").session().processGroup(group));
            assertSaysBoth(() -> Spawn.of("true").processGroup(group).session());
        }
        Spawn refused = Spawn.of("true").session();
        assertSaysBoth(() -> refused.processGroup(0));
        assertEquals(-1, refused.processGroup());
    }

    private static void assertSaysBoth(Executable call) {
        String message = assertThrows(IllegalStateException.class, call).getMessage();
        assertTrue(message.contains("session") && message.contains("processGroup"), message);
    }

    /** A half of a surrogate pair, a second name of é, and a NUL. */
    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udcc3\udca9", "x\0y"})
    void aStringThatIsNoNameIsRefusedByTheArgumentsName(String bad) {
        assertRefused("arguments[0]: ", () -> Spawn.of(bad));
        assertRefused("arguments[2]: ", () -> Spawn.of("true", "x", bad));
        assertRefused("program: ", () -> Spawn.of("true").program(bad));
        assertRefused("directory: ", () -> Spawn.of("true").directory(bad));
        assertRefused("path: ", () -> Spawn.of("true").open(0, bad, 0, 0));
        assertRefused("variables: ", () -> Spawn.of("true").environment(Map.of(bad, "x")));
        assertRefused("variables[A]: ", () -> Spawn.of("true").environment(Map.of("A", bad)));
    }

    @Test
    void aRefusalNamesTheArgument() {
        assertRefused("from: -1", () -> Spawn.of("true").dup2(-1, 0));
        assertRefused("to: -2", () -> Spawn.of("true").dup2(0, -2));
        assertRefused("fd: -3", () -> Spawn.of("true").close(-3));
        assertRefused("group: -4", () -> Spawn.of("true").processGroup(-4));
        assertRefused("mask: 01000", () -> Spawn.of("true").umask(01000));
        assertRefused("signals: 65", () -> Spawn.of("true").defaultSignals(1, 65));
        assertRefused("variables: ", () -> Spawn.of("true").environment(Map.of("A=B", "x")));
        assertEquals(
                "arguments[1]",
                assertThrows(NullPointerException.class, () -> Spawn.of("true", null))
                        .getMessage());
        assertEquals(
                "arguments",
                assertThrows(NullPointerException.class, () -> Spawn.of((String[]) null))
                        .getMessage());
    }

    /** Bytes that are no UTF-8 are names, and an array is read once. */
    @Test
    void argumentsAreCopied() {
        String[] arguments = {"true", "\udcff"};
        Spawn spawn = Spawn.of(arguments);
        arguments[1] = "x";
        assertEquals(List.of("true", "\udcff"), spawn.arguments());
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
