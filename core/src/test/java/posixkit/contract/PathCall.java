package posixkit.contract;

import static posixkit.constants.Access.F_OK;
import static posixkit.constants.At.AT_EACCESS;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Mode.S_IFIFO;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_EXCL;
import static posixkit.constants.Open.O_WRONLY;
import static posixkit.constants.Pathconf._PC_SYMLINK_MAX;

import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import posixkit.Posix;
import posixkit.file.FileAttributes;
import posixkit.file.FileTree;
import posixkit.time.Clocks;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/** A call on one path, in its forms; what else it takes is such that the path decides. Where there is a second, it is OTHER. */
public record PathCall(
        String title,
        String call,
        Plain<String> text,
        Plain<byte[]> bytes,
        Twin<String> textOrErrno,
        Twin<byte[]> bytesOrErrno) {
    public PathCall(String title, String call, Plain<String> text, Plain<byte[]> bytes) {
        this(title, call, text, bytes, null, null);
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

    /** The second path of those that take two. */
    public static final String OTHER = "/tmp/x";

    public static final byte[] OTHER_BYTES = WithFiles.bytes(OTHER);

    /** What such a call names as its subject. */
    String subject(String path) {
        return TWO.contains(call) ? path + " -> " + OTHER : path;
    }

    public interface Plain<P> {
        void on(FileTree files, P path) throws IOException;
    }

    public interface Twin<P> {
        int on(FileTree files, P path);
    }

    /** Of {@link FileTree}. */
    static Stream<PathCall> ofNames() {
        int write = O_WRONLY | O_CREAT | O_EXCL;
        return Stream.of(
                new PathCall(
                        "open",
                        "open",
                        (f, p) -> f.open(p, write, 0600),
                        (f, p) -> f.open(p, write, 0600),
                        (f, p) -> f.openOrErrno(p, write, 0600),
                        (f, p) -> f.openOrErrno(p, write, 0600)),
                new PathCall(
                        "openat",
                        "openat",
                        (f, p) -> f.openat(AT_FDCWD, p, write, 0600),
                        (f, p) -> f.openat(AT_FDCWD, p, write, 0600)),
                new PathCall("creat", "creat", (f, p) -> f.creat(p, 0600), (f, p) -> f.creat(p, 0600)),
                new PathCall("readlink", "readlink", FileTree::readlink, FileTree::readlink),
                new PathCall("readlinkBytes", "readlink", FileTree::readlinkBytes, FileTree::readlinkBytes),
                new PathCall("unlink", "unlink", FileTree::unlink, FileTree::unlink),
                new PathCall("mkdir", "mkdir", (f, p) -> f.mkdir(p, 0700), (f, p) -> f.mkdir(p, 0700)),
                new PathCall("rmdir", "rmdir", FileTree::rmdir, FileTree::rmdir),
                new PathCall(
                        "rename from", "rename", (f, p) -> f.rename(p, OTHER), (f, p) -> f.rename(p, OTHER_BYTES)));
    }

    /** Of {@link FileTree} too: those from a directory, and what makes names. */
    static Stream<PathCall> ofMoreNames() {
        return Stream.of(
                new PathCall(
                        "readlinkat",
                        "readlinkat",
                        (f, p) -> f.readlinkat(AT_FDCWD, p),
                        (f, p) -> f.readlinkat(AT_FDCWD, p)),
                new PathCall(
                        "readlinkatBytes",
                        "readlinkat",
                        (f, p) -> f.readlinkatBytes(AT_FDCWD, p),
                        (f, p) -> f.readlinkatBytes(AT_FDCWD, p)),
                new PathCall("link from", "link", (f, p) -> f.link(p, OTHER), (f, p) -> f.link(p, OTHER_BYTES)),
                new PathCall(
                        "linkat from",
                        "linkat",
                        (f, p) -> f.linkat(AT_FDCWD, p, AT_FDCWD, OTHER, 0),
                        (f, p) -> f.linkat(AT_FDCWD, p, AT_FDCWD, OTHER_BYTES, 0)),
                new PathCall("symlink", "symlink", (f, p) -> f.symlink(OTHER, p), (f, p) -> f.symlink(OTHER_BYTES, p)),
                new PathCall(
                        "symlinkat",
                        "symlinkat",
                        (f, p) -> f.symlinkat(OTHER, AT_FDCWD, p),
                        (f, p) -> f.symlinkat(OTHER_BYTES, AT_FDCWD, p)),
                new PathCall(
                        "unlinkat",
                        "unlinkat",
                        (f, p) -> f.unlinkat(AT_FDCWD, p, 0),
                        (f, p) -> f.unlinkat(AT_FDCWD, p, 0)),
                new PathCall(
                        "renameat from",
                        "renameat",
                        (f, p) -> f.renameat(AT_FDCWD, p, AT_FDCWD, OTHER),
                        (f, p) -> f.renameat(AT_FDCWD, p, AT_FDCWD, OTHER_BYTES)),
                new PathCall(
                        "mkdirat",
                        "mkdirat",
                        (f, p) -> f.mkdirat(AT_FDCWD, p, 0700),
                        (f, p) -> f.mkdirat(AT_FDCWD, p, 0700)),
                new PathCall("mkfifo", "mkfifo", (f, p) -> f.mkfifo(p, 0600), (f, p) -> f.mkfifo(p, 0600)),
                new PathCall(
                        "mknod",
                        "mknod",
                        (f, p) -> f.mknod(p, S_IFIFO | 0600, 0),
                        (f, p) -> f.mknod(p, S_IFIFO | 0600, 0)),
                new PathCall("opendir", "opendir", FileTree::opendir, FileTree::opendir));
    }

    /** Of {@link posixkit.file.Metadata}. */
    static Stream<PathCall> ofMetadata() {
        return Stream.of(
                new PathCall(
                        "stat",
                        "stat",
                        (f, p) -> f.stat(p, f.newStat()),
                        (f, p) -> f.stat(p, f.newStat()),
                        (f, p) -> f.statOrErrno(p, f.newStat()),
                        (f, p) -> f.statOrErrno(p, f.newStat())),
                new PathCall(
                        "lstat",
                        "lstat",
                        (f, p) -> f.lstat(p, f.newStat()),
                        (f, p) -> f.lstat(p, f.newStat()),
                        (f, p) -> f.lstatOrErrno(p, f.newStat()),
                        (f, p) -> f.lstatOrErrno(p, f.newStat())),
                new PathCall(
                        "fstatat",
                        "fstatat",
                        (f, p) -> f.fstatat(AT_FDCWD, p, f.newStat(), 0),
                        (f, p) -> f.fstatat(AT_FDCWD, p, f.newStat(), 0),
                        (f, p) -> f.fstatatOrErrno(AT_FDCWD, p, f.newStat(), 0),
                        (f, p) -> f.fstatatOrErrno(AT_FDCWD, p, f.newStat(), 0)),
                new PathCall(
                        "access",
                        "access",
                        (f, p) -> f.access(p, F_OK),
                        (f, p) -> f.access(p, F_OK),
                        (f, p) -> f.accessOrErrno(p, F_OK),
                        (f, p) -> f.accessOrErrno(p, F_OK)),
                new PathCall(
                        "faccessat",
                        "faccessat",
                        (f, p) -> f.faccessat(AT_FDCWD, p, F_OK, 0),
                        (f, p) -> f.faccessat(AT_FDCWD, p, F_OK, 0),
                        (f, p) -> f.faccessatOrErrno(AT_FDCWD, p, F_OK, 0),
                        (f, p) -> f.faccessatOrErrno(AT_FDCWD, p, F_OK, 0)),
                new PathCall(
                        "faccessat with flags",
                        "faccessat",
                        (f, p) -> f.faccessat(AT_FDCWD, p, F_OK, AT_EACCESS),
                        (f, p) -> f.faccessat(AT_FDCWD, p, F_OK, AT_EACCESS),
                        (f, p) -> f.faccessatOrErrno(AT_FDCWD, p, F_OK, AT_EACCESS),
                        (f, p) -> f.faccessatOrErrno(AT_FDCWD, p, F_OK, AT_EACCESS)),
                new PathCall(
                        "statfs", "statfs", (f, p) -> f.statfs(p, f.newStatfs()), (f, p) -> f.statfs(p, f.newStatfs())),
                new PathCall(
                        "pathconf",
                        "pathconf",
                        (f, p) -> f.pathconf(p, _PC_SYMLINK_MAX),
                        (f, p) -> f.pathconf(p, _PC_SYMLINK_MAX)));
    }

    /** Of {@link posixkit.file.FileAttributes}. */
    static Stream<PathCall> ofAttributes() {
        int owner = 1;
        int group = 2;
        Clocks clock = Posix.get().clocks();
        Timeval micros = clock.newTimeval();
        Timespec nanos = clock.newTimespec();
        return Stream.of(
                new PathCall("chmod", "chmod", (f, p) -> f.chmod(p, 0600), (f, p) -> f.chmod(p, 0600)),
                new PathCall(
                        "fchmodat",
                        "fchmodat",
                        (f, p) -> f.fchmodat(AT_FDCWD, p, 0600, 0),
                        (f, p) -> f.fchmodat(AT_FDCWD, p, 0600, 0)),
                new PathCall(
                        "fchmodat with a flag",
                        "fchmodat",
                        (f, p) -> f.fchmodat(AT_FDCWD, p, 0600, AT_SYMLINK_NOFOLLOW),
                        (f, p) -> f.fchmodat(AT_FDCWD, p, 0600, AT_SYMLINK_NOFOLLOW)),
                new PathCall("chown", "chown", (f, p) -> f.chown(p, owner, group), (f, p) -> f.chown(p, owner, group)),
                new PathCall(
                        "lchown", "lchown", (f, p) -> f.lchown(p, owner, group), (f, p) -> f.lchown(p, owner, group)),
                new PathCall(
                        "fchownat",
                        "fchownat",
                        (f, p) -> f.fchownat(AT_FDCWD, p, owner, group, 0),
                        (f, p) -> f.fchownat(AT_FDCWD, p, owner, group, 0)),
                new PathCall(
                        "utimes",
                        "utimes",
                        (f, p) -> f.utimes(p, micros, micros),
                        (f, p) -> f.utimes(p, micros, micros)),
                new PathCall("utimes now", "utimes", FileAttributes::utimes, FileAttributes::utimes),
                new PathCall(
                        "lutimes",
                        "lutimes",
                        (f, p) -> f.lutimes(p, micros, micros),
                        (f, p) -> f.lutimes(p, micros, micros)),
                new PathCall(
                        "utimensat",
                        "utimensat",
                        (f, p) -> f.utimensat(AT_FDCWD, p, nanos, nanos, 0),
                        (f, p) -> f.utimensat(AT_FDCWD, p, nanos, nanos, 0)),
                new PathCall(
                        "utimensat of instants",
                        "utimensat",
                        (f, p) -> f.utimensat(AT_FDCWD, p, Instant.EPOCH, Instant.EPOCH, 0),
                        (f, p) -> f.utimensat(AT_FDCWD, p, Instant.EPOCH, Instant.EPOCH, 0)),
                new PathCall("truncate", "truncate", (f, p) -> f.truncate(p, 0), (f, p) -> f.truncate(p, 0)));
    }
}
