package posixkit.benchmarks.start;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static posixkit.benchmarks.start.Start.check;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Makes the calls through the foreign-function API, with a handle for each function, which captures errno. */
// The compiler warns of JDK methods that call native code.
@SuppressWarnings("restricted")
public final class StartFfm {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0100;
    private static final int SIZE = 16;
    private static final int STAT_SIZE = 144;
    private static final int STATE_SIZE = 64;
    private static final int LONGEST_PATH = 4096;
    private static final MemorySegment STATE = Arena.global().allocate(STATE_SIZE);

    private StartFfm() {}

    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(FunctionDescriptor.of(result, parameters), Linker.Option.captureCallState("errno"))
                .bindTo(LINKER.defaultLookup().find(name).orElseThrow());
    }

    /** The handle is linked before the first call of the function. */
    private static final class Stat {
        static final MethodHandle HANDLE = function("stat", JAVA_INT, JAVA_LONG, JAVA_LONG);
    }

    public static void main(String[] args) throws Throwable {
        long start = System.nanoTime();
        MemorySegment name = Arena.global().allocate(LONGEST_PATH);
        MemorySegment stat = Arena.global().allocate(STAT_SIZE);
        name.setString(0, args[1]);
        check((int) Stat.HANDLE.invokeExact(STATE, name.address(), stat.address()));
        if (!Start.isOneCall(args)) {
            Nineteen.call(args[1], name, stat.address());
        }
        Start.print(start);
    }

    /** The other functions. */
    private static final class Nineteen {
        static final MethodHandle LSTAT = function("lstat", JAVA_INT, JAVA_LONG, JAVA_LONG);
        static final MethodHandle FSTAT = function("fstat", JAVA_INT, JAVA_INT, JAVA_LONG);
        static final MethodHandle OPEN = function("open", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
        static final MethodHandle WRITE = function("write", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
        static final MethodHandle READ = function("read", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
        static final MethodHandle PREAD = function("pread", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        static final MethodHandle LSEEK = function("lseek", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
        static final MethodHandle FTRUNCATE = function("ftruncate", JAVA_INT, JAVA_INT, JAVA_LONG);
        static final MethodHandle FSYNC = function("fsync", JAVA_INT, JAVA_INT);
        static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);
        static final MethodHandle RENAME = function("rename", JAVA_INT, JAVA_LONG, JAVA_LONG);
        static final MethodHandle UNLINK = function("unlink", JAVA_INT, JAVA_LONG);
        static final MethodHandle MKDIR = function("mkdir", JAVA_INT, JAVA_LONG, JAVA_INT);
        static final MethodHandle RMDIR = function("rmdir", JAVA_INT, JAVA_LONG);
        static final MethodHandle GETPID = function("getpid", JAVA_INT);
        static final MethodHandle GETPPID = function("getppid", JAVA_INT);
        static final MethodHandle GETUID = function("getuid", JAVA_INT);
        static final MethodHandle GETGID = function("getgid", JAVA_INT);
        static final MethodHandle GETEUID = function("geteuid", JAVA_INT);

        private Nineteen() {}

        static void call(String directory, MemorySegment name, long stat) throws Throwable {
            MemorySegment other = Arena.global().allocate(LONGEST_PATH);
            long bytes = Arena.global().allocate(SIZE).address();
            long file = name.address();
            long inner = other.address();
            name.setString(0, directory + "/file");
            other.setString(0, directory + "/inner");
            int fd = (int) OPEN.invokeExact(STATE, file, O_RDWR | O_CREAT, 0600);
            check((int) FSTAT.invokeExact(STATE, fd, stat));
            check((long) WRITE.invokeExact(STATE, fd, bytes, (long) SIZE));
            check((long) LSEEK.invokeExact(STATE, fd, 0L, 0));
            check((long) READ.invokeExact(STATE, fd, bytes, (long) SIZE));
            check((long) PREAD.invokeExact(STATE, fd, bytes, (long) SIZE, 0L));
            check((int) FTRUNCATE.invokeExact(STATE, fd, 0L));
            check((int) FSYNC.invokeExact(STATE, fd));
            check((int) CLOSE.invokeExact(STATE, fd));
            check((int) LSTAT.invokeExact(STATE, file, stat));
            check((int) RENAME.invokeExact(STATE, file, inner));
            check((int) UNLINK.invokeExact(STATE, inner));
            check((int) MKDIR.invokeExact(STATE, inner, 0700));
            check((int) RMDIR.invokeExact(STATE, inner));
            check((int) GETPID.invokeExact(STATE));
            check((int) GETPPID.invokeExact(STATE));
            check((int) GETUID.invokeExact(STATE));
            check((int) GETGID.invokeExact(STATE));
            check((int) GETEUID.invokeExact(STATE));
        }
    }
}
