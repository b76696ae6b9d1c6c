package posixkit.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import posixkit.contract.PlacesContract;
import posixkit.testing.ChildJvm;
import posixkit.testing.FamilyRuns.Run;

@Tag("unmutated")
class PlacesTest extends PlacesContract {
    PlacesTest() {
        super(LinuxFamilies.class, 300);
    }

    @Override
    protected String withoutCode() {
        return failing(
                failure("ALL_THREADS", "syscall number \\d+: EACCES"), failure("DETAILED_SPAWN", "mprotect: EACCES"));
    }

    @Override
    protected List<Run> more() throws IOException {
        // The JVM finds its own libraries through /proc otherwise.
        String setup = "export LD_ORIGIN_PATH='"
                + Path.of(ChildJvm.java()).toRealPath().getParent() + "'; umount -l /proc";
        return List.of(
                run("no /proc", setup, List.of(), failing(failure("ALL_THREADS", "syscall number \\d+: ENOENT"))));
    }
}
