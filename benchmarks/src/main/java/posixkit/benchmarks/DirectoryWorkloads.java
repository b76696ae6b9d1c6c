package posixkit.benchmarks;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static posixkit.benchmarks.Posixkit.FILES;
import static posixkit.benchmarks.Posixkit.IO;
import static posixkit.benchmarks.Posixkit.LINUX_FILES;
import static posixkit.benchmarks.Variants.FFM;
import static posixkit.benchmarks.Variants.JAVA_IO;
import static posixkit.benchmarks.Variants.JNA;
import static posixkit.benchmarks.Variants.JNI;
import static posixkit.benchmarks.Variants.JNR_FFI;
import static posixkit.benchmarks.Variants.NIO;
import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Dirent.DT_DIR;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_DIRECTORY;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.linux.layout.Dirent64.NAME;
import static posixkit.linux.layout.Dirent64.TYPE;
import static posixkit.linux.layout.Stat_t.SIZE;
import static posixkit.linux.layout.Stat_t.SIZE_OFFSET;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import jnr.ffi.Pointer;
import posixkit.ErrnoException;
import posixkit.file.Dir;
import posixkit.file.Dirents;
import posixkit.file.Stat;

/** Workloads that list directories. */
final class DirectoryWorkloads {
    static final List<Workload> ALL =
            List.of(Workload.of("list-10000", DirectoryWorkloads::list), Workload.of("walk", DirectoryWorkloads::walk));

    private static final int OPEN = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    private static final int ENTRIES = 10_000;
    private static final int DIRECTORIES = 20;
    private static final int WIDTH = 5;
    private static final int FILES_EACH = 10;
    private static final int BUFFER = 32 * 1024;

    private DirectoryWorkloads() {}

    /** Lists a directory of 10,000 files, and counts them. C and {@code scan} look at no name; the others make strings. */
    private static void list(Variants variants) throws Exception {
        for (int k = 0; k < ENTRIES; k++) {
            Files.createFile(variants.directory().resolve("entry-" + k));
        }
        String path = variants.directory().toString();
        Dirents entries = LINUX_FILES.newDirents(BUFFER);
        String[] names = new String[ENTRIES];
        byte[] types = new byte[ENTRIES];
        variants.c("getdents", Variants.string(path), BUFFER);
        variants.otherC("readdir", "readdir", Variants.string(path));
        variants.posixkit("scan", 1.01, i -> {
            int fd = FILES.openOrErrno(path, OPEN, 0);
            long count = 0;
            while (LINUX_FILES.getdents64OrErrno(fd, entries) > 0) {
                while (entries.nextNamed()) {
                    count++;
                }
            }
            IO.closeOrErrno(fd);
            return count;
        });
        variants.posixkit("names", 1.12, i -> {
            int fd = FILES.openOrErrno(path, OPEN, 0);
            int count = 0;
            while (LINUX_FILES.getdents64OrErrno(fd, entries) > 0) {
                while (entries.nextNamed()) {
                    names[count++] = entries.name();
                }
            }
            IO.closeOrErrno(fd);
            return count;
        });
        variants.posixkit("names and types", 1.15, i -> {
            int fd = FILES.openOrErrno(path, OPEN, 0);
            int count = 0;
            while (LINUX_FILES.getdents64OrErrno(fd, entries) > 0) {
                while (entries.nextNamed()) {
                    types[count] = (byte) entries.type();
                    names[count++] = entries.name();
                }
            }
            IO.closeOrErrno(fd);
            return count;
        });
        variants.posixkit("Dir names", 1.2, i -> {
            int count = 0;
            try (Dir dir = FILES.opendir(path)) {
                while (dir.next()) {
                    String name = dir.name();
                    if (!isDots(name)) {
                        names[count++] = name;
                    }
                }
            }
            return count;
        });
        variants.peer(JNI, "names", () -> i -> Jni.list(path, names));
        variants.peer(JNR_FFI, "names", () -> i -> {
            Pointer dir = JnrFfi.LIBC.opendir(path);
            int count = 0;
            for (Pointer entry = JnrFfi.LIBC.readdir(dir); entry != null; entry = JnrFfi.LIBC.readdir(dir)) {
                String name = entry.getString(NAME);
                if (!isDots(name)) {
                    names[count++] = name;
                }
            }
            JnrFfi.LIBC.closedir(dir);
            return count;
        });
        variants.peer(JNA, "names", () -> i -> {
            com.sun.jna.Pointer dir = JnaDirect.opendir(path);
            int count = 0;
            for (var entry = JnaDirect.readdir(dir); entry != null; entry = JnaDirect.readdir(dir)) {
                String name = entry.getString(NAME);
                if (!isDots(name)) {
                    names[count++] = name;
                }
            }
            JnaDirect.closedir(dir);
            return count;
        });
        variants.peer(FFM, "names", () -> {
            MethodHandle opendir = Ffm.function("opendir", "ll");
            MethodHandle readdir = Ffm.function("readdir", "ll");
            MethodHandle closedir = Ffm.function("closedir", "il");
            MemorySegment memory = Ffm.allocate(path.length() + 1);
            memory.setString(0, path);
            return i -> {
                long dir = (long) opendir.invokeExact(Ffm.state(), memory.address());
                int count = 0;
                long entry = (long) readdir.invokeExact(Ffm.state(), dir);
                while (entry != 0) {
                    String name = Ffm.string(entry + NAME);
                    if (!isDots(name)) {
                        names[count++] = name;
                    }
                    entry = (long) readdir.invokeExact(Ffm.state(), dir);
                }
                int closed = (int) closedir.invokeExact(Ffm.state(), dir);
                return count + closed;
            };
        });
        variants.peer(NIO, "names", () -> i -> {
            int count = 0;
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(variants.directory())) {
                for (Path entry : stream) {
                    names[count++] = entry.getFileName().toString();
                }
            }
            return count;
        });
        variants.peer(JAVA_IO, "names", () -> i -> new File(path).list().length);
    }

    private static boolean isDots(String name) {
        return name.equals(".") || name.equals("..");
    }

    /** Walks a tree of 200 files in 26 directories, reads the metadata of each entry and adds up the sizes of the files. */
    private static void walk(Variants variants) throws Exception {
        Path root = Files.createDirectory(variants.directory().resolve("tree"));
        for (int k = 0; k < DIRECTORIES; k++) {
            Path directory = root.resolve("directory-" + k % WIDTH).resolve("directory-" + k / WIDTH);
            Files.createDirectories(directory);
            for (int file = 0; file < FILES_EACH; file++) {
                Files.write(directory.resolve("file-" + file), new byte[file]);
            }
        }
        String path = root.toString();
        Walk walk = new Walk();
        variants.c("walk", Variants.string(path));
        variants.posixkit("", 1.00, i -> {
            int fd = FILES.openOrErrno(path, OPEN, 0);
            long sum = walk.sizes(fd, 0);
            IO.closeOrErrno(fd);
            return sum;
        });
        variants.peer(JNR_FFI, "", () -> {
            Pointer stat = JnrFfi.allocate(SIZE);
            return i -> jnrSizes(JnrFfi.LIBC.open(path, OPEN), stat);
        });
        variants.peer(FFM, "", () -> {
            FfmWalk ffm = new FfmWalk();
            long name = Variants.string(path);
            return i -> ffm.sizes((int) FfmWalk.OPENAT.invokeExact(Ffm.state(), AT_FDCWD, name, OPEN));
        });
        variants.peer(NIO, "", () -> i -> {
            long[] sum = new long[1];
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    sum[0] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }
            });
            return sum[0];
        });
        variants.peer(JAVA_IO, "", () -> i -> sizes(new File(path)));
    }

    private static long sizes(File directory) throws IOException {
        long sum = 0;
        for (File entry : directory.listFiles()) {
            sum += entry.isDirectory() ? sizes(entry) : entry.length();
        }
        return sum;
    }

    private static long jnrSizes(int fd, Pointer stat) {
        JnrFfi.LibC libc = JnrFfi.LIBC;
        Pointer dir = libc.fdopendir(fd);
        long sum = 0;
        for (Pointer entry = libc.readdir(dir); entry != null; entry = libc.readdir(dir)) {
            Pointer name = entry.slice(NAME);
            if (isDots(name)) {
                continue;
            }
            JnrFfi.value(libc.fstatat(fd, name, stat, AT_SYMLINK_NOFOLLOW));
            sum += entry.getByte(TYPE) == DT_DIR
                    ? jnrSizes(libc.openat(fd, name, OPEN), stat)
                    : stat.getLong(SIZE_OFFSET);
        }
        libc.closedir(dir);
        return sum;
    }

    private static boolean isDots(Pointer name) {
        return name.getByte(0) == '.' && (name.getByte(1) == 0 || name.getByte(1) == '.' && name.getByte(2) == 0);
    }

    /** Walks with the foreign-function API. */
    private static final class FfmWalk {
        static final MethodHandle OPENAT = Ffm.function("openat", "iili");
        static final MethodHandle FDOPENDIR = Ffm.function("fdopendir", "li");
        static final MethodHandle READDIR = Ffm.function("readdir", "ll");
        static final MethodHandle FSTATAT = Ffm.function("fstatat", "iilli");
        static final MethodHandle CLOSEDIR = Ffm.function("closedir", "il");

        private final MemorySegment stat = Ffm.allocate(SIZE);

        long sizes(int fd) throws Throwable {
            long dir = (long) FDOPENDIR.invokeExact(Ffm.state(), fd);
            long sum = 0;
            long entry = (long) READDIR.invokeExact(Ffm.state(), dir);
            while (entry != 0) {
                long name = entry + NAME;
                if (!isDots(name)) {
                    Ffm.value((int) FSTATAT.invokeExact(Ffm.state(), fd, name, stat.address(), AT_SYMLINK_NOFOLLOW));
                    sum += Ffm.byteAt(entry + TYPE) == DT_DIR
                            ? sizes((int) OPENAT.invokeExact(Ffm.state(), fd, name, OPEN))
                            : stat.get(JAVA_LONG, SIZE_OFFSET);
                }
                entry = (long) READDIR.invokeExact(Ffm.state(), dir);
            }
            return sum + (int) CLOSEDIR.invokeExact(Ffm.state(), dir);
        }

        private static boolean isDots(long name) {
            return Ffm.byteAt(name) == '.'
                    && (Ffm.byteAt(name + 1) == 0 || Ffm.byteAt(name + 1) == '.' && Ffm.byteAt(name + 2) == 0);
        }
    }

    /** Walks with posixkit. Each depth has a buffer for entries, which is used again for each directory of that depth. */
    private static final class Walk {
        private static final int DEPTH = 3;

        private final Dirents[] entries = new Dirents[DEPTH];
        private final Stat stat = FILES.newStat();

        Walk() {
            for (int depth = 0; depth < DEPTH; depth++) {
                entries[depth] = LINUX_FILES.newDirents(BUFFER);
            }
        }

        long sizes(int fd, int depth) throws ErrnoException {
            Dirents here = entries[depth];
            long sum = 0;
            while (LINUX_FILES.getdents64(fd, here) > 0) {
                while (here.nextNamed()) {
                    LINUX_FILES.fstatat(fd, here, stat, AT_SYMLINK_NOFOLLOW);
                    if (here.type() == DT_DIR) {
                        int inner = LINUX_FILES.openat(fd, here, OPEN, 0);
                        sum += sizes(inner, depth + 1);
                        IO.close(inner);
                    } else {
                        sum += stat.size();
                    }
                }
            }
            return sum;
        }
    }
}
