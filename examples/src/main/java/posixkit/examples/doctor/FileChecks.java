package posixkit.examples.doctor;

import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Fcntl.FD_CLOEXEC;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Fcntl.F_GETFL;
import static posixkit.constants.Open.O_ACCMODE;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.Seek.SEEK_END;
import static posixkit.examples.doctor.Checkup.same;
import static posixkit.examples.doctor.Checkup.within;

import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.file.Dir;
import posixkit.file.Stat;
import posixkit.file.Statfs;

/** Checks the calls for files: compares their results with the results of the JDK. */
final class FileChecks {
    private static final String ROOT = "/";

    /** A file that every JDK has and that no program changes. */
    private static final Path FILE = Path.of(System.getProperty("java.home"), "release");

    /** Paths that are usually symbolic links on macOS or Linux. */
    private static final List<String> LINKS = List.of("/etc", "/tmp", "/var", "/bin", "/proc/self/cwd");

    private final Posix posix;

    private FileChecks(Posix posix) {
        this.posix = posix;
    }

    static void run(Posix posix, Checkup checkup) {
        FileChecks files = new FileChecks(posix);
        checkup.check("stat", () -> files.stat(ROOT) + "; " + files.stat(FILE.toString()));
        checkup.check("lstat, readlink", files::links);
        checkup.check("fstat, fstatat", files::descriptor);
        checkup.check("statfs", files::fileSystem);
        checkup.check("readdir", files::directory);
        checkup.check("open, pread, lseek", files::content);
        checkup.check("fcntl", files::flags);
        checkup.check("getcwd", files::directoryOfThisProcess);
        checkup.check("errno", files::errno);
    }

    private String stat(String path) throws Exception {
        Stat stat = posix.files().stat(path);
        compare(stat, Files.readAttributes(Path.of(path), "unix:*"));
        return path + " is inode " + Long.toUnsignedString(stat.ino());
    }

    private static void compare(Stat stat, Map<String, Object> jdk) throws Exception {
        same("st_ino", stat.ino(), jdk.get("ino"));
        same("st_mode", stat.mode(), jdk.get("mode"));
        same("st_nlink", stat.nlink(), ((Number) jdk.get("nlink")).longValue());
        same("st_uid", stat.uid(), jdk.get("uid"));
        same("st_gid", stat.gid(), jdk.get("gid"));
        same("st_size", stat.size(), jdk.get("size"));
        same("st_mtime", stat.mtime().toEpochMilli(), millis(jdk.get("lastModifiedTime")));
        same("st_ctime", stat.ctime().toEpochMilli(), millis(jdk.get("ctime")));
    }

    private static long millis(Object time) {
        return ((java.nio.file.attribute.FileTime) time).toMillis();
    }

    private String links() throws Exception {
        for (String link : LINKS) {
            if (Files.isSymbolicLink(Path.of(link))) {
                same(link + " is a link", posix.files().lstat(link).isSymbolicLink(), true);
                String to = posix.files().readlink(link);
                same(link, to, Files.readSymbolicLink(Path.of(link)).toString());
                return link + " -> " + to;
            }
        }
        return "no link is where links are usually";
    }

    private String descriptor() throws Exception {
        try (Fd directory = posix.io().own(posix.files().open(FILE.getParent().toString(), O_RDONLY));
                Fd file = posix.io().own(posix.files().open(FILE.toString(), O_RDONLY))) {
            Map<String, Object> jdk = Files.readAttributes(FILE, "unix:*");
            compare(posix.io().fstat(file.num()), jdk);
            Stat at = posix.files().newStat();
            posix.files().fstatat(directory.num(), FILE.getFileName().toString(), at, 0);
            compare(at, jdk);
            return FILE.toString();
        }
    }

    /**
     * Checks {@code statfs}. Compares only the total size of the file system with the value of the JDK, because the free space
     * changes all the time.
     */
    private String fileSystem() throws Exception {
        Statfs statfs = posix.files().statfs(ROOT);
        FileStore jdk = Files.getFileStore(Path.of(ROOT));
        same("size", statfs.blocks() * statfs.bsize(), jdk.getTotalSpace());
        within("free blocks", statfs.bfree(), 0, statfs.blocks());
        return jdk.type() + ", " + jdk.getTotalSpace() + " bytes";
    }

    private String directory() throws Exception {
        Set<String> ours = new TreeSet<>();
        try (Dir dir = posix.files().opendir(ROOT)) {
            while (dir.next()) {
                if (!dir.name().matches("\\.\\.?")) {
                    ours.add(dir.name());
                }
            }
        }
        Set<String> jdk = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(ROOT))) {
            entries.forEach(entry -> jdk.add(entry.getFileName().toString()));
        }
        same("names in " + ROOT, ours, jdk);
        return ours.size() + " names in " + ROOT;
    }

    private String content() throws Exception {
        byte[] jdk = Files.readAllBytes(FILE);
        try (Fd file = posix.io().own(posix.files().open(FILE.toString(), O_RDONLY))) {
            same("length", posix.io().lseek(file.num(), 0, SEEK_END), (long) jdk.length);
            ByteBuffer into = ByteBuffer.allocate(jdk.length);
            int half = jdk.length / 2;
            posix.io().pread(file.num(), into, half);
            same("bytes", into.flip(), ByteBuffer.wrap(jdk, half, jdk.length - half));
        }
        return jdk.length + " bytes";
    }

    private String flags() throws Exception {
        try (Fd file = posix.io().own(posix.files().open(FILE.toString(), O_RDONLY))) {
            same("access mode", posix.io().fcntl(file.num(), F_GETFL, 0) & O_ACCMODE, O_RDONLY);
            same("close-on-exec", posix.io().fcntl(file.num(), F_GETFD, 0), FD_CLOEXEC);
        }
        return "open for reading, closed on exec";
    }

    private String directoryOfThisProcess() throws Exception {
        String directory = posix.files().getcwd();
        same("directory", directory, Path.of("").toRealPath().toString());
        return directory;
    }

    private String errno() throws Exception {
        int result = posix.files().statOrErrno("/no/such/file", posix.files().newStat());
        same("stat of what is not there", result, -ENOENT);
        return "ENOENT is " + ENOENT;
    }
}
