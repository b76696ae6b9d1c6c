package posixkit.examples.doctor;

import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Errno.ENOTSUP;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.examples.doctor.Checkup.same;
import static posixkit.examples.doctor.Checkup.within;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_ACCTIME;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_MODTIME;
import static posixkit.ondarwin.constants.DarwinChflags.UF_NODUMP;
import static posixkit.ondarwin.constants.DarwinCopyfile.COPYFILE_DATA;
import static posixkit.ondarwin.constants.DarwinMount.MNT_NOWAIT;
import static posixkit.ondarwin.constants.DarwinRename.RENAME_EXCL;
import static posixkit.ondarwin.constants.DarwinRename.RENAME_SWAP;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.ondarwin.BulkAttributes;
import posixkit.ondarwin.CommonAttributes;
import posixkit.ondarwin.OnDarwinAttributes;
import posixkit.ondarwin.OnDarwinFiles;
import posixkit.ondarwin.OnDarwinStat;
import posixkit.ondarwin.OnDarwinStatfs;
import posixkit.ondarwin.OnDarwinXattrs;

/** Checks the calls on files that only macOS has. */
final class DarwinFileChecks {
    private static final String CONTENT = "0123456789";
    private static final String XATTR = "user.posixkit.doctor";
    private static final Instant LONG_AGO = Instant.ofEpochSecond(1_000_000_001, 123_456_789);

    private final OnDarwinFiles files;
    private final OnDarwinAttributes attributes;
    private final Posix posix;
    private final Workplace workplace;

    private DarwinFileChecks(Posix posix, Workplace workplace) {
        this.posix = posix;
        this.workplace = workplace;
        files = posix.onDarwin().files();
        attributes = posix.onDarwin().attributes();
    }

    static void run(Posix posix, Workplace workplace, Checkup checkup) {
        DarwinFileChecks mac = new DarwinFileChecks(posix, workplace);
        checkup.check("chflags", mac::flags);
        checkup.check("renamex_np", mac::renaming);
        checkup.check("clonefile", mac::clones);
        checkup.check("copyfile", mac::copies);
        checkup.check("exchangedata, undelete", mac::oldCalls);
        checkup.check("getattrlist", mac::attributes);
        checkup.check("getattrlistbulk", mac::manyAttributes);
        checkup.check("getxattr with options", mac::extended);
        checkup.check("getfsstat", mac::mounts);
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

    private String attributes() throws Exception {
        Path path = workplace.file(CONTENT);
        attributes.setattrlistTime(path.toString(), ATTR_CMN_MODTIME, LONG_AGO, 0);
        CommonAttributes known = attributes.getattrlist(path.toString(), 0);
        same("name", known.name(), path.getFileName().toString());
        same("inode", known.fileid(), jdk(path).get("ino"));
        same("owner", known.ownerid(), jdk(path).get("uid"));
        same("time", known.modtime(), LONG_AGO);
        same("time", Files.getLastModifiedTime(path).toMillis(), LONG_AGO.toEpochMilli());
        try (Fd file = workplace.open(path, O_RDWR)) {
            attributes.fsetattrlistTime(file.num(), ATTR_CMN_ACCTIME, LONG_AGO, 0);
            same("time", attributes.fgetattrlist(file.num(), 0).acctime(), LONG_AGO);
        }
        return known.name() + ", last written " + known.modtime();
    }

    private String manyAttributes() throws Exception {
        Path directory = Files.createDirectory(workplace.path("directory"));
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < 20; i++) {
            names.add(Files.createFile(directory.resolve("file" + i))
                    .getFileName()
                    .toString());
        }
        Set<String> read = new TreeSet<>();
        BulkAttributes entries = attributes.newBulkAttributes(1 << 12);
        try (Fd open = workplace.open(directory, O_RDONLY)) {
            while (attributes.getattrlistbulk(open.num(), entries, 0) > 0) {
                while (entries.next()) {
                    read.add(entries.name());
                    same(
                            "inode",
                            entries.fileid(),
                            jdk(directory.resolve(entries.name())).get("ino"));
                }
            }
        }
        same("names", read, names);
        return read.size() + " files";
    }

    private String extended() throws Exception {
        OnDarwinXattrs xattrs = posix.onDarwin().xattrs();
        Path path = workplace.file("");
        String name = path.toString();
        ByteBuffer value = ByteBuffer.wrap(CONTENT.getBytes(StandardCharsets.US_ASCII));
        int result = xattrs.setxattrOrErrno(name, XATTR, value.duplicate(), 0, 0);
        if (result == -ENOTSUP) {
            return "this file system has none";
        }
        same("setxattr", result, 0);
        ByteBuffer into = ByteBuffer.allocate(CONTENT.length());
        same("bytes", xattrs.getxattr(name, XATTR, into, 0, 0), CONTENT.length());
        same("value", into.flip(), value);
        same("is listed", xattrs.listxattr(name, 0).contains(XATTR), true);
        try (Fd file = workplace.open(path, O_RDWR)) {
            xattrs.fsetxattr(file.num(), XATTR, value.duplicate(), 0, 0);
            same("bytes", xattrs.fgetxattr(file.num(), XATTR, ByteBuffer.allocate(20), 0, 0), CONTENT.length());
            same("is listed", xattrs.flistxattr(file.num(), 0).contains(XATTR), true);
            xattrs.fremovexattr(file.num(), XATTR, 0);
        }
        xattrs.setxattr(name, XATTR, value, 0, 0);
        xattrs.removexattr(name, XATTR, 0);
        return XATTR;
    }

    private String mounts() throws Exception {
        List<OnDarwinStatfs> mounts = files.getfsstat(MNT_NOWAIT);
        Set<String> directories = new TreeSet<>();
        mounts.forEach(mount -> directories.add(mount.mntonname()));
        same("/ is there", directories.contains("/"), true);
        OnDarwinStatfs root = (OnDarwinStatfs) posix.files().statfs("/");
        same("directory", root.mntonname(), "/");
        if (Oracle.IS_MAC) {
            String df =
                    Oracle.ask("df", "-P", "/").orElseThrow().lines().toList().get(1);
            same("device", root.mntfromname(), df.split(" +")[0]);
        }
        return mounts.size() + " file systems, / is " + root.fstypename();
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
