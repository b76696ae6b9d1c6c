package posixkit.contract;

import static posixkit.constants.Access.F_OK;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_EXCL;
import static posixkit.constants.Open.O_WRONLY;

import java.io.IOException;
import java.util.stream.Stream;
import posixkit.file.Files;

/** A call on one path, in its forms; what else it takes is such that the path decides. */
record PathCall(
        String title,
        String call,
        Plain<String> text,
        Plain<byte[]> bytes,
        Twin<String> textOrErrno,
        Twin<byte[]> bytesOrErrno) {
    PathCall(String title, String call, Plain<String> text, Plain<byte[]> bytes) {
        this(title, call, text, bytes, null, null);
    }

    @Override
    public String toString() {
        return title;
    }

    interface Plain<P> {
        void on(Files files, P path) throws IOException;
    }

    interface Twin<P> {
        int on(Files files, P path);
    }

    /** Of {@link Files}. */
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
                new PathCall("readlink", "readlink", Files::readlink, Files::readlink),
                new PathCall("readlinkBytes", "readlink", Files::readlinkBytes, Files::readlinkBytes),
                new PathCall("unlink", "unlink", Files::unlink, Files::unlink),
                new PathCall("mkdir", "mkdir", (f, p) -> f.mkdir(p, 0700), (f, p) -> f.mkdir(p, 0700)),
                new PathCall("rmdir", "rmdir", Files::rmdir, Files::rmdir),
                new PathCall(
                        "rename from",
                        "rename",
                        (f, p) -> f.rename(p, "/tmp/x"),
                        (f, p) -> f.rename(p, WithFiles.bytes("/tmp/x"))));
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
                        (f, p) -> f.accessOrErrno(p, F_OK)));
    }
}
