package posixkit.examples.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.examples.cli.Captured;
import posixkit.testing.Descriptors;

/** What {@code pk ls} does on both systems when there is nothing to list. */
@ExtendWith(Descriptors.class)
class LsEdgesTest {
    @Test
    void goesOnAfterAFileThatIsNotThere() {
        Captured captured = Captured.pk("ls", "/no/such", "/dev/null", "/etc/hosts/x", "/dev/null");
        assertEquals(1, captured.exit());
        assertEquals("/dev/null\n/dev/null\n", captured.output());
        assertEquals(
                "pk ls: /no/such: ENOENT (2): No such file or directory\n"
                        + "pk ls: /etc/hosts/x: ENOTDIR (20): Not a directory\n",
                captured.errors());
        assertEquals(2, Captured.pk("ls", "--no-such").exit());
    }

    @Test
    void anEmptyDirectoryIsEmpty(@TempDir Path own) {
        assertEquals("", Captured.output("ls", own.toString()));
        assertEquals("total 0", Captured.output("ls", "-l", own.toString()));
        assertEquals("", Captured.output("ls", "-C", own.toString()));
        assertEquals("[]", Captured.output("ls", "--json", own.toString()));
    }
}
