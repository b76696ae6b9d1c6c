package posixkit.benchmarks;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static posixkit.benchmarks.Posixkit.FILES;
import static posixkit.benchmarks.Posixkit.IO;
import static posixkit.benchmarks.Posixkit.LINUX_FILES;
import static posixkit.benchmarks.Variants.COPIES;
import static posixkit.benchmarks.Variants.FFM;
import static posixkit.benchmarks.Variants.JAVA_IO;
import static posixkit.benchmarks.Variants.JNA;
import static posixkit.benchmarks.Variants.JNI;
import static posixkit.benchmarks.Variants.JNR_FFI;
import static posixkit.benchmarks.Variants.JNR_POSIX;
import static posixkit.benchmarks.Variants.NIO;
import static posixkit.constants.Errno.ENOENT;
import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_DIRECTORY;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.linux.layout.Stat_t.SIZE;
import static posixkit.linux.layout.Stat_t.SIZE_OFFSET;

import com.sun.jna.Memory;
import java.io.File;
import java.io.FileInputStream;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import jnr.ffi.Pointer;
import jnr.posix.FileStat;
import posixkit.ErrnoException;
import posixkit.file.Dirents;
import posixkit.file.Stat;

/** Workloads about one file. Those that read its metadata look at one field too: the size. */
final class StatWorkloads {
    static final List<Workload> ALL = List.of(
            Workload.of("stat", StatWorkloads::stat),
            Workload.of("stat-entry", StatWorkloads::statEntry),
            Workload.of("fstat", StatWorkloads::fstat),
            Workload.of("stat-missing", StatWorkloads::statMissing),
            Workload.of(
                    "stat-missing-no-traces",
                    StatWorkloads::statMissingWithoutTraces,
                    "-D" + ErrnoException.STACK_TRACES_PROPERTY + "=false"),
            Workload.of("open-close", StatWorkloads::openClose));

    private static final int LONGEST_PATH = 4096;

    private StatWorkloads() {}

    private static void stat(Variants variants) throws Exception {
        String path = variants.file(1);
        String[] paths = Variants.copies(path);
        Stat stat = FILES.newStat();
        variants.c("stat", Variants.string(path));
        variants.posixkit(
                "fresh", 1.18, i -> FILES.stat(paths[(int) i % COPIES]).size());
        variants.posixkit("reused", 1.12, i -> FILES.statOrErrno(paths[(int) i % COPIES], stat) + stat.size());
        statPeers(variants, "reused", paths);
        variants.peer(
                JNR_POSIX,
                "fresh",
                () -> i -> JnrPosix.POSIX.stat(paths[(int) i % COPIES]).st_size());
        variants.peer(JNR_POSIX, "reused", () -> {
            FileStat memory = JnrPosix.POSIX.allocateStat();
            return i -> JnrPosix.value(JnrPosix.POSIX.stat(paths[(int) i % COPIES], memory)) + memory.st_size();
        });
        variants.peer(NIO, "fresh", () -> {
            Path nio = Path.of(path);
            return i -> Files.readAttributes(nio, BasicFileAttributes.class).size();
        });
        variants.peer(JAVA_IO, "fresh", () -> {
            File file = new File(path);
            return i -> file.length();
        });
    }

    /** Adds those peers that pass a string and ready-made memory. Returns −errno if there is no file. */
    private static void statPeers(Variants variants, String label, String... paths) throws Exception {
        variants.peer(JNI, label, () -> i -> Jni.stat(paths[(int) i % COPIES]));
        variants.peer(JNR_FFI, label, () -> {
            Pointer memory = JnrFfi.allocate(SIZE);
            return i -> {
                long result = JnrFfi.value(JnrFfi.LIBC.stat(paths[(int) i % COPIES], memory));
                return result < 0 ? result : memory.getLong(SIZE_OFFSET);
            };
        });
        variants.peer(JNA, label, () -> {
            Memory memory = JnaDirect.allocate(SIZE);
            return i -> {
                long result = JnaDirect.value(JnaDirect.stat(paths[(int) i % COPIES], memory));
                return result < 0 ? result : memory.getLong(SIZE_OFFSET);
            };
        });
        variants.peer(FFM, label, () -> {
            MethodHandle stat = Ffm.function("stat", "ill");
            MemorySegment name = Ffm.allocate(LONGEST_PATH);
            MemorySegment memory = Ffm.allocate(SIZE);
            return i -> {
                name.setString(0, paths[(int) i % COPIES]);
                long result = Ffm.value((int) stat.invokeExact(Ffm.state(), name.address(), memory.address()));
                return result < 0 ? result : memory.get(JAVA_LONG, SIZE_OFFSET);
            };
        });
    }

    /** The metadata of the entry at which a listing stands. */
    private static void statEntry(Variants variants) throws Exception {
        Path path = Path.of(variants.file(1));
        String name = path.getFileName().toString();
        int dirfd = FILES.open(variants.directory().toString(), O_RDONLY | O_DIRECTORY);
        Stat stat = FILES.newStat();
        Dirents entries = LINUX_FILES.newDirents(32 * 1024);
        LINUX_FILES.getdents64(dirfd, entries);
        if (!entries.nextNamed() || !entries.name().equals(name)) {
            throw new IllegalStateException("the listing lacks " + name);
        }
        variants.c("fstatat", dirfd, Variants.string(name));
        variants.posixkit("", 1.07, i -> LINUX_FILES.fstatatOrErrno(dirfd, entries, stat, 0) + stat.size());
        variants.peer(JNR_FFI, "", () -> {
            Pointer memory = JnrFfi.allocate(SIZE);
            String[] names = Variants.copies(name);
            return i -> JnrFfi.value(JnrFfi.LIBC.fstatat(dirfd, names[(int) i % COPIES], memory, 0))
                    + memory.getLong(SIZE_OFFSET);
        });
        variants.peer(JNA, "", () -> {
            Memory memory = JnaDirect.allocate(SIZE);
            String[] names = Variants.copies(name);
            return i -> JnaDirect.value(JnaDirect.fstatat(dirfd, names[(int) i % COPIES], memory, 0))
                    + memory.getLong(SIZE_OFFSET);
        });
        variants.peer(FFM, "", () -> {
            MethodHandle fstatat = Ffm.function("fstatat", "iilli");
            MemorySegment entry = Ffm.allocate(LONGEST_PATH);
            MemorySegment memory = Ffm.allocate(SIZE);
            entry.setString(0, name);
            return i -> Ffm.value((int) fstatat.invokeExact(Ffm.state(), dirfd, entry.address(), memory.address(), 0))
                    + memory.get(JAVA_LONG, SIZE_OFFSET);
        });
    }

    private static void fstat(Variants variants) throws Exception {
        int fd = FILES.open(variants.file(1), O_RDONLY);
        Stat stat = IO.newStat();
        variants.c("fstat", fd);
        variants.posixkit("", 1.05, i -> IO.fstatOrErrno(fd, stat) + stat.size());
        variants.peer(JNI, "", () -> i -> Jni.fstat(fd));
        variants.peer(JNR_FFI, "", () -> {
            Pointer memory = JnrFfi.allocate(SIZE);
            return i -> JnrFfi.value(JnrFfi.LIBC.fstat(fd, memory)) + memory.getLong(SIZE_OFFSET);
        });
        variants.peer(JNR_POSIX, "", () -> {
            FileStat memory = JnrPosix.POSIX.allocateStat();
            return i -> JnrPosix.value(JnrPosix.POSIX.fstat(fd, memory)) + memory.st_size();
        });
        variants.peer(JNA, "", () -> {
            Memory memory = JnaDirect.allocate(SIZE);
            return i -> JnaDirect.value(JnaDirect.fstat(fd, memory)) + memory.getLong(SIZE_OFFSET);
        });
        variants.peer(FFM, "", () -> {
            MethodHandle fstat = Ffm.function("fstat", "iil");
            MemorySegment memory = Ffm.allocate(SIZE);
            return i -> Ffm.value((int) fstat.invokeExact(Ffm.state(), fd, memory.address()))
                    + memory.get(JAVA_LONG, SIZE_OFFSET);
        });
    }

    private static void statMissing(Variants variants) throws Exception {
        String path = variants.file(1);
        Files.delete(Path.of(path));
        String[] paths = Variants.copies(path);
        Stat stat = FILES.newStat();
        variants.c("stat_only", Variants.string(path));
        variants.posixkit("value", 1.13, i -> FILES.statOrErrno(paths[(int) i % COPIES], stat));
        variants.posixkit("exception", Double.NaN, i -> statOrThrow(paths[(int) i % COPIES], stat));
        statPeers(variants, "value", paths);
        variants.peer(JNR_POSIX, "value", () -> {
            FileStat memory = JnrPosix.POSIX.allocateStat();
            return i -> JnrPosix.value(JnrPosix.POSIX.stat(paths[(int) i % COPIES], memory));
        });
        Path nio = Path.of(path);
        variants.peer(NIO, "value", () -> i -> Files.exists(nio) ? 0 : -ENOENT);
        variants.peer(NIO, "exception", () -> i -> {
            try {
                return Files.readAttributes(nio, BasicFileAttributes.class).size();
            } catch (NoSuchFileException e) {
                return -ENOENT;
            }
        });
        variants.peer(JAVA_IO, "value", () -> {
            File file = new File(path);
            return i -> file.exists() ? 0 : -ENOENT;
        });
    }

    private static long statOrThrow(String path, Stat stat) {
        try {
            FILES.stat(path, stat);
            return 0;
        } catch (ErrnoException e) {
            return -e.errno();
        }
    }

    private static void statMissingWithoutTraces(Variants variants) throws Exception {
        String path = variants.file(1);
        Files.delete(Path.of(path));
        String[] paths = Variants.copies(path);
        Stat stat = FILES.newStat();
        variants.c("stat_only", Variants.string(path));
        variants.posixkit("exception", 1.5, i -> statOrThrow(paths[(int) i % COPIES], stat));
    }

    private static void openClose(Variants variants) throws Exception {
        String path = variants.file(1);
        String[] paths = Variants.copies(path);
        variants.c("open_close", Variants.string(path));
        variants.posixkit("", 1.03, i -> IO.closeOrErrno(FILES.openOrErrno(paths[(int) i % COPIES], O_RDONLY, 0)));
        openClosePeers(variants, path);
    }

    private static void openClosePeers(Variants variants, String path) throws Exception {
        String[] paths = Variants.copies(path);
        int flags = O_RDONLY | O_CLOEXEC;
        variants.peer(JNI, "", () -> i -> Jni.close((int) Jni.open(paths[(int) i % COPIES], flags)));
        variants.peer(
                JNR_FFI,
                "",
                () -> i -> JnrFfi.value(
                        JnrFfi.LIBC.close((int) JnrFfi.value(JnrFfi.LIBC.open(paths[(int) i % COPIES], flags)))));
        variants.peer(
                JNR_POSIX,
                "",
                () -> i -> JnrPosix.value(JnrPosix.POSIX.close(
                        (int) JnrPosix.value(JnrPosix.POSIX.open(paths[(int) i % COPIES], flags, 0)))));
        variants.peer(
                JNA,
                "",
                () -> i -> JnaDirect.value(
                        JnaDirect.close((int) JnaDirect.value(JnaDirect.open(paths[(int) i % COPIES], flags)))));
        variants.peer(FFM, "", () -> {
            MethodHandle open = Ffm.function("open", "ili");
            MethodHandle close = Ffm.function("close", "ii");
            MemorySegment name = Ffm.allocate(LONGEST_PATH);
            return i -> {
                name.setString(0, paths[(int) i % COPIES]);
                int fd = (int) Ffm.value((int) open.invokeExact(Ffm.state(), name.address(), flags));
                return Ffm.value((int) close.invokeExact(Ffm.state(), fd));
            };
        });
        variants.peer(NIO, "", () -> {
            Path nio = Path.of(path);
            return i -> {
                FileChannel.open(nio).close();
                return 0;
            };
        });
        variants.peer(JAVA_IO, "", () -> {
            File file = new File(path);
            return i -> {
                new FileInputStream(file).close();
                return 0;
            };
        });
    }
}
