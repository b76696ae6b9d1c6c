package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import posixkit.Posix;
import posixkit.Target;
import posixkit.ondarwin.MachTimebase;
import posixkit.ondarwin.OnDarwinClocks;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsTool;

/** Tests the clocks of the Mach kernel against the JDK's clock and {@code /proc/uptime}, which the stand-in reads. */
@NeedsTool("cc")
class DarwinMachClocksTest {
    private final OnDarwinClocks clocks = Posix.get().onDarwin().clocks();

    private long nanos(long ticks) {
        MachTimebase unit = clocks.machTimebaseInfo();
        return ticks * unit.numer() / unit.denom();
    }

    @Test
    void aTickHasTheLengthOfTheProcessor() {
        boolean isIntel = Target.current() == Target.DARWIN_X86_64;
        assertEquals(isIntel ? new MachTimebase(1, 1) : new MachTimebase(125, 3), clocks.machTimebaseInfo());
        assertEquals(clocks.machTimebaseInfo(), clocks.machTimebaseInfo());
    }

    /** On Linux, the JDK reads the clock that the stand-in reads. */
    @Test
    void theClockIsTheOneOfTheJdk() {
        long before = System.nanoTime();
        long now = nanos(clocks.machAbsoluteTime());
        long after = System.nanoTime();
        assertTrue(now >= before - 100 && now <= after + 100, before + " " + now + " " + after);
    }

    @Test
    @NeedsProc
    void sleepCountsForOneOfThem() throws IOException {
        double before = uptime();
        double now = nanos(clocks.machContinuousTime()) / 1e9;
        double after = uptime();
        assertTrue(now >= before - 0.02 && now <= after + 0.02, before + " " + now + " " + after);
        long absolute = clocks.machAbsoluteTime();
        assertTrue(clocks.machContinuousTime() >= absolute);
    }

    private static double uptime() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
    }
}
