package posixkit.linux;

import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Mode.S_IFIFO;

import java.util.stream.Stream;
import posixkit.Posix;
import posixkit.contract.PathCall;
import posixkit.contract.PathsContract;
import posixkit.onlinux.OnLinuxFiles;
import posixkit.time.Timeval;

class LinuxPathsTest extends PathsContract {
    private static final OnLinuxFiles EXTRAS = Posix.get().onLinux().files();

    @Override
    protected Object roleOfTheSystem() {
        return EXTRAS;
    }

    @Override
    protected Stream<PathCall> ofTheSystem() {
        Timeval micros = posix.clocks().newTimeval();
        return Stream.of(
                new PathCall(
                        "mknodat",
                        (f, p) -> EXTRAS.mknodat(AT_FDCWD, p, S_IFIFO | 0600, 0),
                        (f, p) -> EXTRAS.mknodatOrErrno(AT_FDCWD, p, S_IFIFO | 0600, 0)),
                new PathCall(
                        "mkfifoat",
                        (f, p) -> EXTRAS.mkfifoat(AT_FDCWD, p, 0600),
                        (f, p) -> EXTRAS.mkfifoatOrErrno(AT_FDCWD, p, 0600)),
                new PathCall(
                        "renameat2",
                        (f, p) -> EXTRAS.renameat2(AT_FDCWD, p, AT_FDCWD, PathCall.OTHER, 0),
                        (f, p) -> EXTRAS.renameat2OrErrno(AT_FDCWD, p, AT_FDCWD, PathCall.OTHER, 0)),
                new PathCall(
                        "futimesat",
                        (f, p) -> EXTRAS.futimesat(AT_FDCWD, p, micros, micros),
                        (f, p) -> EXTRAS.futimesatOrErrno(AT_FDCWD, p, micros, micros)));
    }
}
