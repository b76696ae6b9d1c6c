package posixkit.darwin;

import static posixkit.ondarwin.constants.Chflags.UF_NODUMP;

import java.util.stream.Stream;
import posixkit.Posix;
import posixkit.contract.PathCall;
import posixkit.contract.PathsContract;
import posixkit.ondarwin.FileExtras;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinPathsTest extends PathsContract {
    private static final FileExtras EXTRAS = Posix.get().onDarwin().files();

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
                new PathCall("revoke", "revoke", (f, p) -> EXTRAS.revoke(p), (f, p) -> EXTRAS.revoke(p)),
                new PathCall("unmount", "unmount", (f, p) -> EXTRAS.unmount(p, 0), (f, p) -> EXTRAS.unmount(p, 0)));
    }
}
