package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.testing.ChildJvm;

/** Programs started by the thousand, in the midst of collections: none is lost, and none is another's. */
@Tag("unmutated")
class ManySpawnsTest {
    /** The profile {@code at-length} asks for ten thousand. */
    private static final int SPAWNS = Integer.getInteger("posixkit.spawns", 400);

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseParallelGC", "-XX:+UseG1GC", "-XX:+UseZGC"})
    void noneIsLostAndNoneIsWrong(String collector) throws IOException {
        try (ChildJvm jvm =
                ChildJvm.start(SpawningProgram.class, "-XX:-UseSerialGC", collector, "-Dspawns=" + SPAWNS)) {
            assertEquals("ok", jvm.ask("go"));
        }
    }
}
