package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Open.O_RDONLY;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import posixkit.Fd;
import posixkit.contract.RoundTripContract;
import posixkit.file.Dirents;
import posixkit.onlinux.OnLinuxFiles;

class LinuxRoundTripTest extends RoundTripContract {
    private final OnLinuxFiles extras = posix.onLinux().files();
    private final Dirents entries = extras.newDirents(64 * 1024);

    /** Both ways to read a directory return the same strings. */
    @Override
    protected List<String> list(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (Fd fd = open(directory, O_RDONLY)) {
            while (extras.getdents64(fd.num(), entries) > 0) {
                while (entries.nextNamed()) {
                    names.add(entries.name());
                }
            }
        }
        assertEquals(new HashSet<>(super.list(directory)), new HashSet<>(names));
        return names;
    }
}
