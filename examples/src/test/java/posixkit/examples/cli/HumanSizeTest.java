package posixkit.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** The oracle is numfmt of the GNU coreutils. */
@NeedsTool("numfmt")
class HumanSizeTest {
    @Test
    void formatsAsNumfmtDoes() {
        Random random = new Random(17);
        long[] sizes = LongStream.concat(
                        LongStream.of(
                                0, 1, 999, 1000, 1023, 1024, 1025, 1126, 1127, 10_239, 10_240, 10_241, 1_047_552,
                                1_047_553, 1_048_575, 1_048_576),
                        LongStream.generate(() -> random.nextLong() >>> (12 + random.nextInt(52)))
                                .limit(1000))
                .toArray();
        List<String> command = new ArrayList<>(List.of("numfmt", "--to=iec", "--round=up"));
        List<String> ours = new ArrayList<>();
        for (long size : sizes) {
            command.add(Long.toString(size));
            ours.add(HumanSize.of(size));
        }
        assertEquals(Programs.output(command.toArray(String[]::new)).lines().toList(), ours);
        assertEquals("16E", HumanSize.of(-1L));
        assertEquals("8.0E", HumanSize.of(Long.MIN_VALUE));
    }
}
