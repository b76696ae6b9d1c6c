package posixkit.darwin;

import java.util.Set;
import posixkit.contract.PathsContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinPathsTest extends PathsContract {
    /** What the stand-in exports so far. */
    private static final Set<String> THERE = Set.of(
            "open",
            "openat",
            "creat",
            "stat",
            "lstat",
            "fstatat",
            "access",
            "readlink",
            "unlink",
            "mkdir",
            "rmdir",
            "rename");

    @Override
    protected boolean isThere(String call) {
        return THERE.contains(call);
    }
}
