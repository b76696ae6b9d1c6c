package posixkit.examples.doctor;

import static posixkit.constants.Errno.ENOTSUP;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.examples.doctor.Checkup.same;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_ACCTIME;
import static posixkit.ondarwin.constants.DarwinAttr.ATTR_CMN_MODTIME;
import static posixkit.ondarwin.constants.DarwinMount.MNT_NOWAIT;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.ondarwin.BulkAttributes;
import posixkit.ondarwin.CommonAttributes;
import posixkit.ondarwin.OnDarwinAttributes;
import posixkit.ondarwin.OnDarwinFiles;
import posixkit.ondarwin.OnDarwinStatfs;
import posixkit.ondarwin.OnDarwinXattrs;

/** Checks the calls of macOS for lists of attributes, extended attributes and mounted file systems. */
final class DarwinAttributeChecks {
    private static final String CONTENT = "0123456789";
    private static final String XATTR = "user.posixkit.doctor";
    private static final Instant LONG_AGO = Instant.ofEpochSecond(1_000_000_001, 123_456_789);

    private final OnDarwinFiles files;
    private final OnDarwinAttributes attributes;
    private final Posix posix;
    private final Workplace workplace;

    private DarwinAttributeChecks(Posix posix, Workplace workplace) {
        this.posix = posix;
        this.workplace = workplace;
        files = posix.onDarwin().files();
        attributes = posix.onDarwin().attributes();
    }

    static void run(Posix posix, Workplace workplace, Checkup checkup) {
        DarwinAttributeChecks mac = new DarwinAttributeChecks(posix, workplace);
        checkup.check("getattrlist", mac::attributes);
        checkup.check("getattrlistbulk", mac::manyAttributes);
        checkup.check("getxattr with options", mac::extended);
        checkup.check("getfsstat", mac::mounts);
    }

    private static Map<String, Object> jdk(Path path) throws Exception {
        return Files.readAttributes(path, "unix:*");
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
}
