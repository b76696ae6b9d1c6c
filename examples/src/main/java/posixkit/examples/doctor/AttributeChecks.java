package posixkit.examples.doctor;

import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Errno.ENOTSUP;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Open.O_RDWR;
import static posixkit.constants.Pathconf._PC_NAME_MAX;
import static posixkit.constants.Pathconf._PC_PIPE_BUF;
import static posixkit.examples.doctor.Checkup.same;
import static posixkit.examples.doctor.Checkup.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.Target;
import posixkit.file.FileTree;
import posixkit.file.Io;
import posixkit.file.Statvfs;
import posixkit.file.Xattrs;
import posixkit.time.Timespec;
import posixkit.time.Timeval;

/** Checks the calls that set and read modes, owners, times, extended attributes and limits of files. */
final class AttributeChecks {
    private static final Instant READ = Instant.ofEpochSecond(1_000_000_001, 123_456_000);
    private static final Instant WRITTEN = Instant.ofEpochSecond(1_100_000_002, 654_321_000);
    private static final String XATTR = "user.posixkit.doctor";

    private final FileTree files;
    private final Io io;
    private final Xattrs xattrs;
    private final Posix posix;
    private final Workplace workplace;

    private AttributeChecks(Posix posix, Workplace workplace) {
        this.posix = posix;
        this.workplace = workplace;
        files = posix.files();
        io = posix.io();
        xattrs = posix.xattrs();
    }

    static void run(Posix posix, Workplace workplace, Checkup checkup) {
        AttributeChecks attributes = new AttributeChecks(posix, workplace);
        checkup.check("chmod", attributes::modes);
        checkup.check("chown", attributes::owners);
        checkup.check("utimes, utimensat", attributes::times);
        checkup.check("setxattr, listxattr", attributes::extended);
        checkup.check("pathconf", attributes::limits);
        checkup.check("statvfs, fstatfs", attributes::fileSystems);
        checkup.check("makedev, major", attributes::devices);
    }

    private String modes() throws Exception {
        Path path = workplace.file("");
        files.chmod(path.toString(), 0640);
        Oracle.statAgrees(640, path, "%a", "%Lp");
        files.fchmodat(AT_FDCWD, path.toString(), 0600, 0);
        Oracle.statAgrees(600, path, "%a", "%Lp");
        try (Fd file = workplace.open(path, O_RDWR)) {
            io.fchmod(file.num(), 0444);
        }
        Oracle.statAgrees(444, path, "%a", "%Lp");
        same("writable", Files.getPosixFilePermissions(path).size(), 3);
        if (!Oracle.IS_STAND_IN) {
            // Linux has no permissions of links.
            Path link = Files.createSymbolicLink(workplace.path("link"), path);
            int result = files.lchmodOrErrno(link.toString(), 0700);
            same("lchmod works", result == 0 || Target.IS_LINUX, true);
        }
        return "640, 600, 444";
    }

    private String owners() throws Exception {
        Path path = workplace.file("");
        int user = posix.ids().geteuid();
        int group = posix.ids().getegid();
        files.chown(path.toString(), user, group);
        files.lchown(path.toString(), -1, group);
        files.fchownat(AT_FDCWD, path.toString(), user, -1, AT_SYMLINK_NOFOLLOW);
        try (Fd file = workplace.open(path, O_RDWR)) {
            io.fchown(file.num(), user, group);
        }
        same("owner", files.stat(path.toString()).uid(), Files.getAttribute(path, "unix:uid"));
        same("group", files.stat(path.toString()).gid(), group);
        Oracle.statAgrees(
                Integer.toUnsignedString(user) + " " + Integer.toUnsignedString(group), path, "%u %g", "%u %g");
        return "to the same owner and group";
    }

    private interface Setter {
        void set() throws ErrnoException;
    }

    private void settingTimes(Path path, Setter setter) throws Exception {
        setter.set();
        BasicFileAttributes jdk = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        same("access", jdk.lastAccessTime().toInstant(), READ);
        same("write", jdk.lastModifiedTime().toInstant(), WRITTEN);
        files.utimensat(AT_FDCWD, path.toString(), Instant.EPOCH, Instant.EPOCH, AT_SYMLINK_NOFOLLOW);
        same("write", files.lstat(path.toString()).mtime(), Instant.EPOCH);
    }

    private String times() throws Exception {
        Path path = workplace.file("");
        String name = path.toString();
        settingTimes(path, () -> files.utimes(name, Timeval.of(READ), Timeval.of(WRITTEN)));
        settingTimes(path, () -> files.utimensat(AT_FDCWD, name, Timespec.of(READ), Timespec.of(WRITTEN), 0));
        try (Fd file = workplace.open(path, O_RDWR)) {
            settingTimes(path, () -> io.futimes(file.num(), Timeval.of(READ), Timeval.of(WRITTEN)));
            settingTimes(path, () -> io.futimens(file.num(), READ, WRITTEN));
        }
        Path link = Files.createSymbolicLink(workplace.path("link"), path);
        settingTimes(link, () -> files.lutimes(link.toString(), Timeval.of(READ), Timeval.of(WRITTEN)));
        files.utimes(name, Timeval.of(READ), Timeval.of(WRITTEN));
        Oracle.statAgrees(READ.getEpochSecond() + " " + WRITTEN.getEpochSecond(), path, "%X %Y", "%a %m");
        return READ + ", " + WRITTEN;
    }

    private String extended() throws Exception {
        Path path = workplace.file("");
        String name = path.toString();
        byte[] value = "value".getBytes(StandardCharsets.US_ASCII);
        try {
            xattrs.setxattr(name, XATTR, value);
        } catch (ErrnoException e) {
            if (e.errno() == ENOTSUP) {
                return "this file system has none";
            }
            throw e;
        }
        same("value", text(xattrs.getxattr(name, XATTR)), "value");
        same("names", ours(xattrs.listxattr(name)), List.of(XATTR));
        if (Oracle.IS_MAC) {
            Oracle.agrees("value", "value", "xattr", "-p", XATTR, name);
        }
        xattrs.lsetxattr(name, XATTR, new byte[0]);
        same("empty value", xattrs.lgetxattr(name, XATTR).length, 0);
        same("names", ours(xattrs.llistxattr(name)), List.of(XATTR));
        xattrs.removexattr(name, XATTR);
        try (Fd file = workplace.open(path, O_RDWR)) {
            xattrs.fsetxattr(file.num(), XATTR, value);
            same("value", text(xattrs.fgetxattr(file.num(), XATTR)), "value");
            xattrs.fremovexattr(file.num(), XATTR);
            same("names", ours(xattrs.flistxattr(file.num())), List.of());
        }
        xattrs.setxattr(name, XATTR, value);
        xattrs.lremovexattr(name, XATTR);
        same("names", ours(xattrs.listxattr(name)), List.of());
        return XATTR;
    }

    /** Returns the names without those that the system adds, for example {@code com.apple.provenance}. */
    private static List<String> ours(List<String> names) {
        return names.stream().filter(XATTR::equals).toList();
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.US_ASCII);
    }

    private String limits() throws Exception {
        String directory = workplace.directory().toString();
        long names = files.pathconf(directory, _PC_NAME_MAX).orElseThrow();
        Oracle.agrees("NAME_MAX", names, "getconf", "NAME_MAX", directory);
        try (Fd open = workplace.open(workplace.directory(), O_RDONLY)) {
            same("NAME_MAX", io.fpathconf(open.num(), _PC_NAME_MAX).orElseThrow(), names);
        }
        long atomic = files.pathconf(directory, _PC_PIPE_BUF).orElseThrow();
        within("PIPE_BUF", atomic, 512, 1 << 20);
        return "names of " + names + " bytes, atomic writes of " + atomic;
    }

    private String fileSystems() throws Exception {
        Path directory = workplace.directory();
        long total = Files.getFileStore(directory).getTotalSpace();
        Statvfs vfs = files.statvfs(directory.toString());
        if (Target.IS_LINUX) {
            same("size", vfs.blocks() * vfs.frsize(), total);
        } else {
            // The number of blocks has 32 bits on macOS, and is cut off if there are more.
            same("size", (int) (total / vfs.frsize()), (int) vfs.blocks());
        }
        try (Fd open = workplace.open(directory, O_RDONLY)) {
            same(
                    "size",
                    io.fstatfs(open.num()).blocks() * io.fstatfs(open.num()).bsize(),
                    total);
            same("blocks", io.fstatvfs(open.num()).blocks(), vfs.blocks());
        }
        return total + " bytes";
    }

    private String devices() throws Exception {
        long device = files.stat("/dev/null").rdev();
        int major = files.major(device);
        int minor = files.minor(device);
        same("device", files.makedev(major, minor), device);
        if (!Oracle.IS_MAC) {
            Oracle.agrees(
                    "/dev/null",
                    Integer.toHexString(major) + " " + Integer.toHexString(minor),
                    "stat",
                    "-c",
                    "%t %T",
                    "/dev/null");
        } else {
            Oracle.agrees("/dev/null", major + "," + minor, "stat", "-f", "%Hr,%Lr", "/dev/null");
        }
        return "/dev/null is " + major + ", " + minor;
    }
}
