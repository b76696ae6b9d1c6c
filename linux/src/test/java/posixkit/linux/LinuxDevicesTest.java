package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.Posix;
import posixkit.testing.NeedsTool;
import posixkit.testing.Programs;

/** Compares device numbers with makedev of the C headers. */
@NeedsTool("cc")
class LinuxDevicesTest {
    private final posixkit.file.FileTree files = Posix.get().files();

    /** Compares each bit of both parts and of the number. */
    @Test
    void everyBitGoesWhereTheHeadersPutIt(@TempDir Path dir) throws IOException {
        Path source = Files.writeString(dir.resolve("devices.c"), """
                #include <stdio.h>
                #include <sys/sysmacros.h>
                static void together(unsigned major, unsigned minor) {
                    printf("%lu\\n", makedev(major, minor));
                }
                static void apart(unsigned long device) {
                    printf("%u %u\\n", major(device), minor(device));
                }
                int main(void) {
                    for (int bit = 0; bit < 32; bit++) together(1u << bit, 0);
                    for (int bit = 0; bit < 32; bit++) together(0, 1u << bit);
                    together(~0u, 0);
                    together(0, ~0u);
                    together(0x89ABCDEFu, 0x98765432u);
                    for (int bit = 0; bit < 64; bit++) apart(1ul << bit);
                    apart(~0ul);
                    apart(0x89ABCDEF76543210ul);
                }
                """);
        Path program = dir.resolve("devices");
        Programs.output("cc", "-o", program.toString(), source.toString());
        List<String> ours = new ArrayList<>();
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            ours.add(together(1 << bit, 0));
        }
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            ours.add(together(0, 1 << bit));
        }
        ours.add(together(-1, 0));
        ours.add(together(0, -1));
        ours.add(together(0x89ABCDEF, 0x98765432));
        for (int bit = 0; bit < Long.SIZE; bit++) {
            ours.add(apart(1L << bit));
        }
        ours.add(apart(-1));
        ours.add(apart(0x89ABCDEF76543210L));
        assertEquals(Programs.output(program.toString()), String.join("\n", ours));
    }

    private String together(int major, int minor) {
        return Long.toUnsignedString(files.makedev(major, minor));
    }

    private String apart(long device) {
        return Integer.toUnsignedString(files.major(device)) + " " + Integer.toUnsignedString(files.minor(device));
    }
}
