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
    protected Stream<PathCall> ofTheSystem() {
        return Stream.of(
                new PathCall(
                        "chflags",
                        "chflags",
                        (f, p) -> EXTRAS.chflags(p, UF_NODUMP),
                        (f, p) -> EXTRAS.chflags(p, UF_NODUMP)),
                new PathCall(
                        "lchflags",
                        "lchflags",
                        (f, p) -> EXTRAS.lchflags(p, UF_NODUMP),
                        (f, p) -> EXTRAS.lchflags(p, UF_NODUMP)),
                new PathCall(
                        "exchangedata first",
                        "exchangedata",
                        (f, p) -> EXTRAS.exchangedata(p, PathCall.OTHER, 0),
                        (f, p) -> EXTRAS.exchangedata(p, PathCall.OTHER_BYTES, 0)),
                new PathCall(
                        "renamex_np from",
                        "renamex_np",
                        (f, p) -> EXTRAS.renamexNp(p, PathCall.OTHER, RENAME_EXCL),
                        (f, p) -> EXTRAS.renamexNp(p, PathCall.OTHER_BYTES, RENAME_EXCL)),
                new PathCall(
                        "renameatx_np from",
                        "renameatx_np",
                        (f, p) -> EXTRAS.renameatxNp(AT_FDCWD, p, AT_FDCWD, PathCall.OTHER, RENAME_EXCL),
                        (f, p) -> EXTRAS.renameatxNp(AT_FDCWD, p, AT_FDCWD, PathCall.OTHER_BYTES, RENAME_EXCL)),
                new PathCall(
                        "clonefile from",
                        "clonefile",
                        (f, p) -> EXTRAS.clonefile(p, PathCall.OTHER, 0),
                        (f, p) -> EXTRAS.clonefile(p, PathCall.OTHER_BYTES, 0)),
                new PathCall(
                        "clonefileat from",
                        "clonefileat",
                        (f, p) -> EXTRAS.clonefileat(AT_FDCWD, p, AT_FDCWD, PathCall.OTHER, 0),
                        (f, p) -> EXTRAS.clonefileat(AT_FDCWD, p, AT_FDCWD, PathCall.OTHER_BYTES, 0)),
                new PathCall("revoke", "revoke", (f, p) -> EXTRAS.revoke(p), (f, p) -> EXTRAS.revoke(p)),
                new PathCall("unmount", "unmount", (f, p) -> EXTRAS.unmount(p, 0), (f, p) -> EXTRAS.unmount(p, 0)));
    }
}
