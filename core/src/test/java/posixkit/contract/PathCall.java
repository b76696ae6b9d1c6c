package posixkit.contract;

import static posixkit.constants.Access.F_OK;
import static posixkit.constants.At.AT_EACCESS;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Mode.S_IFIFO;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_EXCL;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.Pathconf._PC_SYMLINK_MAX;

import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import posixkit.Posix;
import posixkit.file.FileTree;
import posixkit.time.Clocks;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/**
 * A call on one path, as its plain form and its twin. The other arguments are valid, so that the path decides the result. A second
 * path is {@link #OTHER}. A call that returns an object has no twin: {@code twin} is null.
 */
public record PathCall(String title, String call, Plain plain, Twin twin) {
    public PathCall(String title, Plain plain, Twin twin) {
        this(title, title, plain, twin);
    }

    public PathCall(String title, Plain plain) {
        this(title, plain, null);
    }

    @Override
    public String toString() {
        return title;
    }

    private static final Set<String> TWO = Set.of(
            "rename",
            "renameat",
            "renameat2",
            "renamex_np",
            "renameatx_np",
            "exchangedata",
            "clonefile",
            "clonefileat",
            "link",
            "linkat",
            "symlink",
            "symlinkat");

    /** The second path of calls that take two. */
    public static final String OTHER = "/tmp/x";

    /** The subject of the exception when the call fails for {@code path}, which needs no escapes. */
    String subject(String path) {
        String quoted = '"' + path + '"';
        return TWO.contains(call) ? quoted + " -> \"" + OTHER + '"' : quoted;
    }

    public interface Plain {
        void on(FileTree files, String path) throws IOException;
    }

    public interface Twin {
        int on(FileTree files, String path);
    }

    /** The calls of {@link FileTree}. */
    static Stream<PathCall> ofNames() {
        int write = O_WRONLY | O_CREAT | O_EXCL;
        return Stream.of(
                new PathCall("open", (f, p) -> f.open(p, write, 0600), (f, p) -> f.openOrErrno(p, write, 0600)),
                new PathCall("open without a mode", "open", (f, p) -> f.open(p, O_RDONLY), null),
                new PathCall(
                        "openat",
                        (f, p) -> f.openat(AT_FDCWD, p, write, 0600),
                        (f, p) -> f.openatOrErrno(AT_FDCWD, p, write, 0600)),
                new PathCall("openat without a mode", "openat", (f, p) -> f.openat(AT_FDCWD, p, O_RDONLY), null),
                new PathCall("creat", (f, p) -> f.creat(p, 0600), (f, p) -> f.creatOrErrno(p, 0600)),
                new PathCall("readlink", FileTree::readlink),
                new PathCall("readlinkat", (f, p) -> f.readlinkat(AT_FDCWD, p)),
                new PathCall("opendir", FileTree::opendir),
                new PathCall("unlink", FileTree::unlink, FileTree::unlinkOrErrno),
                new PathCall(
                        "unlinkat", (f, p) -> f.unlinkat(AT_FDCWD, p, 0), (f, p) -> f.unlinkatOrErrno(AT_FDCWD, p, 0)),
                new PathCall("rmdir", FileTree::rmdir, FileTree::rmdirOrErrno),
                new PathCall("mkdir", (f, p) -> f.mkdir(p, 0700), (f, p) -> f.mkdirOrErrno(p, 0700)),
                new PathCall(
                        "mkdirat",
                        (f, p) -> f.mkdirat(AT_FDCWD, p, 0700),
                        (f, p) -> f.mkdiratOrErrno(AT_FDCWD, p, 0700)),
                new PathCall("mkfifo", (f, p) -> f.mkfifo(p, 0600), (f, p) -> f.mkfifoOrErrno(p, 0600)),
                new PathCall(
                        "mknod",
                        (f, p) -> f.mknod(p, S_IFIFO | 0600, 0),
                        (f, p) -> f.mknodOrErrno(p, S_IFIFO | 0600, 0)),
                new PathCall("chdir", FileTree::chdir, FileTree::chdirOrErrno),
                new PathCall("chroot", FileTree::chroot, FileTree::chrootOrErrno));
    }

    /** The calls of {@link FileTree} that take two names. */
    static Stream<PathCall> ofTwoNames() {
        return Stream.of(
                new PathCall("rename", (f, p) -> f.rename(p, OTHER), (f, p) -> f.renameOrErrno(p, OTHER)),
                new PathCall(
                        "renameat",
                        (f, p) -> f.renameat(AT_FDCWD, p, AT_FDCWD, OTHER),
                        (f, p) -> f.renameatOrErrno(AT_FDCWD, p, AT_FDCWD, OTHER)),
                new PathCall("link", (f, p) -> f.link(p, OTHER), (f, p) -> f.linkOrErrno(p, OTHER)),
                new PathCall(
                        "linkat",
                        (f, p) -> f.linkat(AT_FDCWD, p, AT_FDCWD, OTHER, 0),
                        (f, p) -> f.linkatOrErrno(AT_FDCWD, p, AT_FDCWD, OTHER, 0)),
                new PathCall("symlink", (f, p) -> f.symlink(OTHER, p), (f, p) -> f.symlinkOrErrno(OTHER, p)),
                new PathCall(
                        "symlinkat",
                        (f, p) -> f.symlinkat(OTHER, AT_FDCWD, p),
                        (f, p) -> f.symlinkatOrErrno(OTHER, AT_FDCWD, p)));
    }

    /** The calls of {@link posixkit.file.Metadata}. */
    static Stream<PathCall> ofMetadata() {
        return Stream.of(
                new PathCall("stat", (f, p) -> f.stat(p, f.newStat()), (f, p) -> f.statOrErrno(p, f.newStat())),
                new PathCall("stat into a new one", "stat", FileTree::stat, null),
                new PathCall("lstat", (f, p) -> f.lstat(p, f.newStat()), (f, p) -> f.lstatOrErrno(p, f.newStat())),
                new PathCall("lstat into a new one", "lstat", FileTree::lstat, null),
                new PathCall(
                        "fstatat",
                        (f, p) -> f.fstatat(AT_FDCWD, p, f.newStat(), 0),
                        (f, p) -> f.fstatatOrErrno(AT_FDCWD, p, f.newStat(), 0)),
                new PathCall("fstatat into a new one", "fstatat", (f, p) -> f.fstatat(AT_FDCWD, p, 0), null),
                new PathCall("access", (f, p) -> f.access(p, F_OK), (f, p) -> f.accessOrErrno(p, F_OK)),
                new PathCall(
                        "faccessat",
                        (f, p) -> f.faccessat(AT_FDCWD, p, F_OK, 0),
                        (f, p) -> f.faccessatOrErrno(AT_FDCWD, p, F_OK, 0)),
                new PathCall(
                        "faccessat with flags",
                        "faccessat",
                        (f, p) -> f.faccessat(AT_FDCWD, p, F_OK, AT_EACCESS),
                        (f, p) -> f.faccessatOrErrno(AT_FDCWD, p, F_OK, AT_EACCESS)),
                new PathCall(
                        "statfs", (f, p) -> f.statfs(p, f.newStatfs()), (f, p) -> f.statfsOrErrno(p, f.newStatfs())),
                new PathCall("statfs into a new one", "statfs", FileTree::statfs, null),
                new PathCall("pathconf", (f, p) -> f.pathconf(p, _PC_SYMLINK_MAX)));
    }

    /** The calls of {@link posixkit.file.FileAttributes}. */
    static Stream<PathCall> ofAttributes() {
        int owner = 1;
        int group = 2;
        Clocks clocks = Posix.get().clocks();
        Timeval micros = clocks.newTimeval();
        Timespec nanos = clocks.newTimespec();
        Instant epoch = Instant.EPOCH;
        return Stream.of(
                new PathCall("chmod", (f, p) -> f.chmod(p, 0600), (f, p) -> f.chmodOrErrno(p, 0600)),
                new PathCall("lchmod", (f, p) -> f.lchmod(p, 0600), (f, p) -> f.lchmodOrErrno(p, 0600)),
                new PathCall(
                        "fchmodat",
                        (f, p) -> f.fchmodat(AT_FDCWD, p, 0600, 0),
                        (f, p) -> f.fchmodatOrErrno(AT_FDCWD, p, 0600, 0)),
                new PathCall(
                        "fchmodat with a flag",
                        "fchmodat",
                        (f, p) -> f.fchmodat(AT_FDCWD, p, 0600, AT_SYMLINK_NOFOLLOW),
                        (f, p) -> f.fchmodatOrErrno(AT_FDCWD, p, 0600, AT_SYMLINK_NOFOLLOW)),
                new PathCall("chown", (f, p) -> f.chown(p, owner, group), (f, p) -> f.chownOrErrno(p, owner, group)),
                new PathCall("lchown", (f, p) -> f.lchown(p, owner, group), (f, p) -> f.lchownOrErrno(p, owner, group)),
                new PathCall(
                        "fchownat",
                        (f, p) -> f.fchownat(AT_FDCWD, p, owner, group, 0),
                        (f, p) -> f.fchownatOrErrno(AT_FDCWD, p, owner, group, 0)),
                new PathCall(
                        "utimes", (f, p) -> f.utimes(p, micros, micros), (f, p) -> f.utimesOrErrno(p, micros, micros)),
                new PathCall("utimes now", "utimes", (f, p) -> f.utimes(p), (f, p) -> f.utimesOrErrno(p)),
                new PathCall(
                        "lutimes",
                        (f, p) -> f.lutimes(p, micros, micros),
                        (f, p) -> f.lutimesOrErrno(p, micros, micros)),
                new PathCall(
                        "utimensat",
                        (f, p) -> f.utimensat(AT_FDCWD, p, nanos, nanos, 0),
                        (f, p) -> f.utimensatOrErrno(AT_FDCWD, p, nanos, nanos, 0)),
                new PathCall(
                        "utimensat of instants",
                        "utimensat",
                        (f, p) -> f.utimensat(AT_FDCWD, p, epoch, epoch, 0),
                        (f, p) -> f.utimensatOrErrno(AT_FDCWD, p, epoch, epoch, 0)),
                new PathCall("truncate", (f, p) -> f.truncate(p, 0), (f, p) -> f.truncateOrErrno(p, 0)));
    }
}
