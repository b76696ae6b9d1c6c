package posixkit.examples.doctor;

import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTSUP;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.examples.doctor.Checkup.same;
import static posixkit.examples.doctor.Checkup.within;
import static posixkit.ondarwin.constants.DarwinChflags.UF_NODUMP;
import static posixkit.ondarwin.constants.DarwinCopyfile.COPYFILE_DATA;
import static posixkit.ondarwin.constants.DarwinRename.RENAME_EXCL;
import static posixkit.ondarwin.constants.DarwinRename.RENAME_SWAP;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.ondarwin.OnDarwinFiles;
import posixkit.ondarwin.OnDarwinStat;

/** Checks the calls on files that only macOS has. */
final class DarwinFileChecks {
    private static final String CONTENT = "0123456789";

    private final OnDarwinFiles files;
    private final Posix posix;
    private final Workplace workplace;

    private DarwinFileChecks(Posix posix, Workplace workplace) {
        this.posix = posix;
        this.workplace = workplace;
        files = posix.onDarwin().files();
    }

    static void run(Posix posix, Workplace workplace, Checkup checkup) {
        DarwinFileChecks mac = new DarwinFileChecks(posix, workplace);
        checkup.check("chflags", mac::flags);
        checkup.check("renamex_np", mac::renaming);
        checkup.check("clonefile", mac::clones);
        checkup.check("copyfile", mac::copies);
        checkup.check("exchangedata, undelete", mac::oldCalls);
        checkup.check("fcntl's own commands", mac::commands);
        checkup.check("pthread_chdir_np", mac::directoryOfThread);
    }

    private static Map<String, Object> jdk(Path path) throws Exception {
        return Files.readAttributes(path, "unix:*");
    }

    private int flagsOf(Path path) throws ErrnoException {
        return ((OnDarwinStat) posix.files().lstat(path.toString())).flags();
    }

    private String flags() throws Exception {
        Path path = workplace.file(CONTENT);
        int result = files.chflagsOrErrno(path.toString(), UF_NODUMP);
        if (result == -ENOTSUP) {
            return "this file system has none";
        }
        same("chflags", result, 0);
        same("flags", flagsOf(path), UF_NODUMP);
        if (Oracle.IS_MAC) {
            Oracle.agrees("flags", "nodump", "stat", "-f", "%Sf", path.toString());
        }
        files.lchflags(path.toString(), 0);
        try (Fd file = workplace.open(path, O_RDWR)) {
            files.fchflags(file.num(), UF_NODUMP);
            same("flags", flagsOf(path), UF_NODUMP);
            files.fchflags(file.num(), 0);
        }
        same("flags", flagsOf(path), 0);
        return "UF_NODUMP set and cleared";
    }

    private String renaming() throws Exception {
        Path first = workplace.file("first");
        Path second = workplace.file("second");
        files.renamexNp(first.toString(), second.toString(), RENAME_SWAP);
        same("content", Files.readString(first), "second");
        files.renameatxNp(AT_FDCWD, first.toString(), AT_FDCWD, second.toString(), RENAME_SWAP);
        same("content", Files.readString(first), "first");
        same("rename", files.renamexNpOrErrno(first.toString(), second.toString(), RENAME_EXCL) < 0, true);
        return "two files swapped, and again";
    }

    private String clones() throws Exception {
        Path path = workplace.file(CONTENT);
        Path copy = workplace.path("clone");
        int result = files.clonefileOrErrno(path.toString(), copy.toString(), 0);
        Path second = workplace.path("clone");
        int at = files.clonefileatOrErrno(AT_FDCWD, path.toString(), AT_FDCWD, second.toString(), 0);
        Path third = workplace.path("clone");
        try (Fd file = workplace.open(path, O_RDONLY)) {
            same("fclonefileat", files.fclonefileatOrErrno(file.num(), AT_FDCWD, third.toString(), 0), result);
        }
        same("clonefileat", at, result);
        if (result == -ENOTSUP) {
            return "this file system has none";
        }
        same("clonefile", result, 0);
        for (Path clone : List.of(copy, second, third)) {
            same("content", Files.readString(clone), CONTENT);
        }
        return "three clones";
    }

    private String copies() throws Exception {
        Path path = workplace.file(CONTENT);
        Path copy = workplace.path("copy");
        files.copyfile(path.toString(), copy.toString(), COPYFILE_DATA);
        same("content", Files.readString(copy), CONTENT);
        Path second = workplace.path("copy");
        try (Fd from = workplace.open(path, O_RDONLY);
                Fd to = workplace.create(second)) {
            files.fcopyfile(from.num(), to.num(), COPYFILE_DATA);
        }
        same("content", Files.readString(second), CONTENT);
        return "two copies";
    }

    /** These calls fail on the file systems of today, and how they fail is part of their description. */
    private String oldCalls() throws Exception {
        Path first = workplace.file("first");
        Path second = workplace.file("second");
        int result = files.exchangedataOrErrno(first.toString(), second.toString(), 0);
        same("content", Files.readString(first), result == 0 ? "second" : "first");
        same("undelete", files.undeleteOrErrno(first.toString()), -ENOTSUP);
        same("revoke of a file", files.revokeOrErrno(workplace.path("none").toString()), -ENOENT);
        return result == 0 ? "contents exchanged" : "exchangedata fails with " + -result;
    }

    private String commands() throws Exception {
        Path path = workplace.file(CONTENT);
        try (Fd file = workplace.open(path, O_RDWR)) {
            same("path", files.getPath(file.num()), path.toString());
            files.nocache(file.num(), true);
            files.nocache(file.num(), false);
            files.rdahead(file.num(), true);
            files.rdadvise(file.num(), 0, CONTENT.length());
            files.fullfsync(file.num());
            files.barrierfsync(file.num());
            int size = (int) posix.io().fstatfs(file.num()).bsize();
            long reserved = files.preallocateOrErrno(file.num(), size, 0);
            same("preallocate", reserved >= size || reserved == -ENOTSUP, true);
            posix.io().ftruncate(file.num(), 2L * size);
            int hole = files.punchholeOrErrno(file.num(), 0, size);
            same("punchhole", hole == 0 || hole == -ENOTSUP || hole == -EINVAL, true);
            if (hole == 0) {
                same("byte in the hole", Files.readAllBytes(path)[0], (byte) 0);
            }
            return "F_GETPATH, F_NOCACHE, F_FULLFSYNC, " + place(file);
        }
    }

    private String place(Fd file) {
        try {
            return files.log2phys(file.num(), 0).isPresent() ? "on the device" : "in a hole";
        } catch (ErrnoException e) {
            return "F_LOG2PHYS_EXT fails with " + e.errno();
        }
    }

    private String directoryOfThread() throws Exception {
        Path path = workplace.file(CONTENT);
        files.pthreadChdirNp(workplace.directory().toString());
        long inode;
        try {
            inode = posix.files().stat(path.getFileName().toString()).ino();
        } finally {
            files.pthreadFchdirNp(-1);
        }
        same("inode", inode, jdk(path).get("ino"));
        same(
                "stat afterwards",
                posix.files()
                        .statOrErrno(
                                path.getFileName().toString(), posix.files().newStat()),
                -ENOENT);
        within("file", inode, 1, Long.MAX_VALUE);
        return "for one thread, and back";
    }
}
