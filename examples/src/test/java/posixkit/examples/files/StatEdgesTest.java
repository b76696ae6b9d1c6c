package posixkit.examples.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.ENAMETOOLONG;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posixkit.ErrnoException;
import posixkit.examples.cli.Captured;

/** What {@code pk stat} does on both systems when there is nothing to look at. */
class StatEdgesTest {
    @TempDir
    Path dir;

    @Test
    void goesOnAfterAFileThatIsNotThere() {
        Captured captured =
                Captured.pk("stat", "-c", "%n", "/no/such", "/", "/etc/hosts/x", dir + "/" + "x".repeat(300));
        assertEquals(1, captured.exit());
        assertEquals("/\n", captured.output());
        assertEquals(
                "pk stat: /no/such: ENOENT (2): No such file or directory\n"
                        + "pk stat: /etc/hosts/x: ENOTDIR (20): Not a directory\n"
                        + "pk stat: " + dir + "/" + "x".repeat(300) + ": "
                        + ErrnoException.describe(ENAMETOOLONG) + "\n",
                captured.errors());
    }

    @Test
    void refusesToLookAtNothing() {
        assertEquals(2, Captured.pk("stat").exit());
        assertTrue(Captured.pk("stat").errors().contains("Usage: pk stat"));
    }
}
