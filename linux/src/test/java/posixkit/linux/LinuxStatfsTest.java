package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.StatvfsFlag.ST_NOSUID;
import static posixkit.constants.StatvfsFlag.ST_RDONLY;
import static posixkit.onlinux.constants.LinuxMagic.PROC_SUPER_MAGIC;
import static posixkit.onlinux.constants.LinuxOpen.O_PATH;
import static posixkit.onlinux.constants.LinuxPathconf._PC_SOCK_MAXBUF;
import static posixkit.onlinux.constants.LinuxStatvfsFlag.ST_NODEV;
import static posixkit.onlinux.constants.LinuxStatvfsFlag.ST_NOEXEC;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.StatfsContract;
import posixkit.file.Statfs;
import posixkit.onlinux.OnLinuxStatfs;
import posixkit.testing.Programs;

class LinuxStatfsTest extends StatfsContract {
    @Test
    void linuxTellsOfNamesAndFragmentsToo() throws IOException {
        OnLinuxStatfs statfs = (OnLinuxStatfs) files.statfs(dir.toString());
        assertEquals(
                Programs.output("stat", "-f", "-c", "%l %S", dir.toString()), statfs.namelen() + " " + statfs.frsize());
        assertEquals(PROC_SUPER_MAGIC, files.statfs("/proc").type());
    }

    @Test
    void flagsAreThoseOfTheMount() throws IOException {
        Map<String, Integer> known =
                Map.of("ro", ST_RDONLY, "nosuid", ST_NOSUID, "nodev", ST_NODEV, "noexec", ST_NOEXEC);
        int all = known.values().stream().mapToInt(flag -> flag).sum();
        for (String path : List.of("/proc", "/sys", "/dev")) {
            String mount = Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                    .filter(line -> line.split(" ")[4].equals(path))
                    .reduce((first, last) -> last)
                    .orElseThrow();
            int expected = List.of(mount.split(" ")[5].split(",")).stream()
                    .mapToInt(option -> known.getOrDefault(option, 0))
                    .sum();
            assertEquals(expected, files.statfs(path).flags() & all, mount);
        }
    }

    @Test
    void fstatfsTakesADescriptorThatOnlyStandsForAPath() throws IOException {
        try (Fd fd = open(Path.of("/proc/version"), O_PATH)) {
            Statfs statfs = posix.io().fstatfs(fd.num());
            assertEquals(PROC_SUPER_MAGIC, statfs.type());
        }
    }

    @Test
    void aLimitOfLinuxAloneIsKnown() throws IOException {
        assertEquals(OptionalLong.empty(), files.pathconf(dir.toString(), _PC_SOCK_MAXBUF));
        try (Fd fd = open(dir, O_PATH)) {
            assertEquals(OptionalLong.empty(), posix.io().fpathconf(fd.num(), _PC_SOCK_MAXBUF));
        }
    }
}
