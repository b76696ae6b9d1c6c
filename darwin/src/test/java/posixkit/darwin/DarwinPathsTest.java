package posixkit.darwin;

import static posixkit.constants.At.AT_FDCWD;
import static posixkit.ondarwin.constants.DarwinChflags.UF_NODUMP;
import static posixkit.ondarwin.constants.DarwinRename.RENAME_EXCL;

import java.util.stream.Stream;
import posixkit.Posix;
import posixkit.contract.PathCall;
import posixkit.contract.PathsContract;
import posixkit.ondarwin.OnDarwinFiles;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinPathsTest extends PathsContract {
    private static final OnDarwinFiles EXTRAS = Posix.get().onDarwin().files();

    @Override
    protected Object roleOfTheSystem() {
        return EXTRAS;
    }

    @Override
    protected Stream<PathCall> ofTheSystem() {
        String other = PathCall.OTHER;
        return Stream.of(
                new PathCall(
                        "chflags",
                        (f, p) -> EXTRAS.chflags(p, UF_NODUMP),
                        (f, p) -> EXTRAS.chflagsOrErrno(p, UF_NODUMP)),
                new PathCall(
                        "lchflags",
                        (f, p) -> EXTRAS.lchflags(p, UF_NODUMP),
                        (f, p) -> EXTRAS.lchflagsOrErrno(p, UF_NODUMP)),
                new PathCall(
                        "exchangedata",
                        (f, p) -> EXTRAS.exchangedata(p, other, 0),
                        (f, p) -> EXTRAS.exchangedataOrErrno(p, other, 0)),
                new PathCall(
                        "renamex_np",
                        (f, p) -> EXTRAS.renamexNp(p, other, RENAME_EXCL),
                        (f, p) -> EXTRAS.renamexNpOrErrno(p, other, RENAME_EXCL)),
                new PathCall(
                        "renameatx_np",
                        (f, p) -> EXTRAS.renameatxNp(AT_FDCWD, p, AT_FDCWD, other, RENAME_EXCL),
                        (f, p) -> EXTRAS.renameatxNpOrErrno(AT_FDCWD, p, AT_FDCWD, other, RENAME_EXCL)),
                new PathCall(
                        "clonefile",
                        (f, p) -> EXTRAS.clonefile(p, other, 0),
                        (f, p) -> EXTRAS.clonefileOrErrno(p, other, 0)),
                new PathCall(
                        "clonefileat",
                        (f, p) -> EXTRAS.clonefileat(AT_FDCWD, p, AT_FDCWD, other, 0),
                        (f, p) -> EXTRAS.clonefileatOrErrno(AT_FDCWD, p, AT_FDCWD, other, 0)),
                new PathCall("revoke", (f, p) -> EXTRAS.revoke(p), (f, p) -> EXTRAS.revokeOrErrno(p)),
                new PathCall("unmount", (f, p) -> EXTRAS.unmount(p, 0), (f, p) -> EXTRAS.unmountOrErrno(p, 0)));
    }
}
