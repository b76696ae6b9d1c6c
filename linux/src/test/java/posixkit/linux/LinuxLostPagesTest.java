package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.testing.ChildJvm;
import posixkit.testing.Descriptors;

/** Accesses to pages behind the end of a file that was cut short. The JVM survives them, interpreted and compiled by either compiler. */
@ExtendWith(Descriptors.class)
class LinuxLostPagesTest {
    private static final String[] ACCESSES = {
        "getByte",
        "getLong",
        "putInt",
        "getFew",
        "putFew",
        "getMany",
        "putMany",
        "getBuffer",
        "putBuffer",
        "getDirect",
        "putDirect",
        "getIntAcquire",
        "getLongAcquire",
        "putIntRelease",
        "putLongRelease",
        "compareAndSetInt",
        "compareAndSetLong",
        "getAndAddInt",
        "getAndAddLong"
    };

    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:TieredStopAtLevel=4"})
    void touchingALostPageIsAnErrorAndTheMappingCanStillBeClosed(String mode) throws IOException {
        try (ChildJvm child = ChildJvm.start(MemoryShell.class, mode, "-XX:-CreateCoredumpOnCrash")) {
            for (String access : ACCESSES) {
                assertEquals("lost 7 unmapped 0", child.ask("lose " + access), access);
            }
        }
    }
}
