package posixkit.linux;

import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Mode.S_IFIFO;

import java.util.stream.Stream;
import posixkit.Posix;
import posixkit.contract.PathCall;
import posixkit.contract.PathsContract;
import posixkit.onlinux.OnLinuxFiles;

class LinuxPathsTest extends PathsContract {
    private static final OnLinuxFiles EXTRAS = Posix.get().onLinux().files();

    @Override
    protected Stream<PathCall> ofTheSystem() {
        return Stream.of(
                new PathCall(
                        "mknodat",
                        "mknodat",
                        (f, p) -> EXTRAS.mknodat(AT_FDCWD, p, S_IFIFO | 0600, 0),
                        (f, p) -> EXTRAS.mknodat(AT_FDCWD, p, S_IFIFO | 0600, 0)),
                new PathCall(
                        "mkfifoat",
                        "mkfifoat",
                        (f, p) -> EXTRAS.mkfifoat(AT_FDCWD, p, 0600),
                        (f, p) -> EXTRAS.mkfifoat(AT_FDCWD, p, 0600)),
                new PathCall(
                        "renameat2",
                        "renameat2",
                        (f, p) -> EXTRAS.renameat2(AT_FDCWD, p, AT_FDCWD, PathCall.OTHER, 0),
                        (f, p) -> EXTRAS.renameat2(AT_FDCWD, p, AT_FDCWD, PathCall.OTHER_BYTES, 0)));
    }
}
