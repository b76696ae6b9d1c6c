package posixkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EBADF;
import static posixkit.constants.Errno.ENAMETOOLONG;
import static posixkit.constants.Errno.ENOSYS;
import static posixkit.constants.Fcntl.F_GETFD;
import static posixkit.constants.Fcntl.F_SETFD;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.ffi.Native;
import posixkit.system.CArena;
import posixkit.system.CFunction;
import posixkit.system.CResult;
import posixkit.system.Symbols;
import posixkit.testing.Compiler;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsProc;
import posixkit.testing.NeedsTool;
import posixkit.testing.Proc;
import posixkit.testing.Programs;
import posixkit.unix.Scratch;

/**
 * Calls by address. A library with functions of known names records the arguments that arrive, and returns known results.
 */
@NeedsTool("cc")
@ExtendWith(Descriptors.class)
public abstract class FunctionsContract {
    private static final int LSEEK_SAYS = 71;
    private static final int DUP2_SAYS = 72;
    private static final int MMAP_SAYS = 73;

    /** The results fill whole registers, with bits that do not belong to an int. */
    private static final String RECORDER = """
            long seen[7];
            int *__errno_location(void);
            #define SEE(n, x) seen[n] = (x)
            #define FAIL(reason) *__errno_location() = (reason)
            #define NAMED(name, result, ...) result f_##name(__VA_ARGS__) __asm__(#name); result f_##name(__VA_ARGS__)
            NAMED(getpid, long, void) { SEE(0, 100); return 0x7FFFFFFF87654321L; }
            NAMED(getuid, long, void) { return 0x5555AAAAFFFFFFFFL; }
            NAMED(umask, long, long a) { SEE(0, a); return 0x123456789ABCDEF1L; }
            NAMED(sync, long, void) { return -1; }
            NAMED(dup2, long, long a, long b) { SEE(0, a); SEE(1, b); FAIL(72); return 0x55555555FFFFFFFFL; }
            NAMED(lseek, long, long a, long b, long c) { SEE(0, a); SEE(1, b); SEE(2, c); FAIL(71); return -1; }
            NAMED(getpriority, long, long a, long b) { SEE(0, a); SEE(1, b); return -5; }
            NAMED(pread, long, long a, long b, long c, long d) { SEE(0, a); SEE(1, b); SEE(2, c); SEE(3, d); return 1L << 40; }
            NAMED(setsockopt, long, long a, long b, long c, long d, long e)
            { SEE(0, a); SEE(1, b); SEE(2, c); SEE(3, d); SEE(4, e); return 5; }
            NAMED(mmap, long, long a, long b, long c, long d, long e, long f)
            { SEE(0, a); SEE(1, b); SEE(2, c); SEE(3, d); SEE(4, e); SEE(5, f); FAIL(73); return a == 7 ? -1 : 0x7000000000001000L; }
            NAMED(fcntl, long, long a, long b, long c, long d, long e, long f)
            { SEE(0, a); SEE(1, b); SEE(2, c); SEE(3, d); SEE(4, e); SEE(5, f); return 6; }
            """;

    private final Posix posix = Posix.get();
    private final Symbols symbols = posix.symbols();

    /** Returns the symbols of a library that the test compiled, looked up as this system does. */
    protected abstract Symbols in(Native library);

    /** Returns the width of a {@code mode_t} in bits. */
    protected abstract int modeBits();

    private final class Recorded {
        private final Native library;
        private final Symbols symbols;

        Recorded(Path directory) throws IOException {
            library = Native.library(
                    Compiler.library(directory, "functions", RECORDER).toString());
            symbols = in(library);
        }

        long call(String name, long... arguments) throws IOException {
            return symbols.call(symbols.function(name), arguments);
        }

        CResult callForResult(String name, long... arguments) {
            return symbols.callForResult(symbols.function(name), arguments);
        }

        void assertSeen(long... expected) {
            long[] seen = new long[expected.length];
            for (int i = 0; i < seen.length; i++) {
                seen[i] = Native.pointerAt(library.symbol("seen") + (long) i * Long.BYTES);
            }
            assertArrayEquals(expected, seen);
        }
    }

    @Test
    void upToSixArgumentsArriveInOrder(@TempDir Path directory) throws IOException {
        Recorded recorded = new Recorded(directory);
        recorded.call("getpid");
        recorded.assertSeen(100);
        recorded.call("umask", 3);
        recorded.assertSeen(3);
        recorded.call("getpriority", 21, 22);
        recorded.assertSeen(21, 22);
        recorded.callForResult("lseek", 31, 1L << 33, 33);
        recorded.assertSeen(31, 1L << 33, 33);
        assertEquals(1L << 40, recorded.call("pread", 41, 42, 43, 1L << 44));
        recorded.assertSeen(41, 42, 43, 1L << 44);
        assertEquals(5, recorded.call("setsockopt", 51, 52, 53, 54, 55));
        recorded.assertSeen(51, 52, 53, 54, 55);
        assertEquals(0x7000000000001000L, recorded.call("mmap", 61, 62, 63, 64, 65, 1L << 36));
        recorded.assertSeen(61, 62, 63, 64, 65, 1L << 36);
    }

    @Test
    void anArgumentIsCutToItsParameter(@TempDir Path directory) throws IOException {
        Recorded recorded = new Recorded(directory);
        recorded.call("mmap", -1, -2, 1L << 32 | 3, 0xFFFF_FFFFL, 1L << 63 | 5, -6);
        recorded.assertSeen(-1, -2, 3, -1, 5, -6);
        recorded.call("umask", -1);
        recorded.assertSeen((1L << modeBits()) - 1);
    }

    @Test
    void whatIsBehindDotsIsAsWideAsItIsGiven(@TempDir Path directory) throws IOException {
        Recorded recorded = new Recorded(directory);
        assertEquals(6, recorded.call("fcntl", 1L << 32 | 71, 72));
        recorded.assertSeen(71, 72);
        recorded.call("fcntl", 81, 82, 1L << 40 | 83);
        recorded.assertSeen(81, 82, 1L << 40 | 83);
        recorded.call("fcntl", 91, 92, -93, 94, -95, 96);
        recorded.assertSeen(91, 92, -93, 94, -95, 96);
    }

    @Test
    void aResultHasTheWidthAndSignOfItsPrototype(@TempDir Path directory) throws IOException {
        Recorded recorded = new Recorded(directory);
        assertEquals((int) 0x87654321L, recorded.call("getpid"));
        assertEquals(0xFFFF_FFFFL, recorded.call("getuid"));
        assertEquals(new CResult("getuid", 0xFFFF_FFFFL, 0), recorded.callForResult("getuid"));
        assertEquals(0x9ABC_DEF1L & (1L << modeBits()) - 1, recorded.call("umask", 0));
        assertEquals(0, recorded.call("sync"));
        assertEquals(new CResult("sync", 0, 0), recorded.callForResult("sync"));
    }

    @Test
    void minusOneIsThrownWithItsErrno(@TempDir Path directory) throws IOException {
        Recorded recorded = new Recorded(directory);
        assertErrno(LSEEK_SAYS, () -> recorded.call("lseek", 1, 2, 3));
        assertEquals(new CResult("lseek", -1, LSEEK_SAYS), recorded.callForResult("lseek", 1, 2, 3));
        assertErrno(DUP2_SAYS, () -> recorded.call("dup2", 1, 2));
        assertEquals(new CResult("dup2", -1, DUP2_SAYS), recorded.callForResult("dup2", 1, 2));
        assertErrno(MMAP_SAYS, () -> recorded.call("mmap", 7, 0, 0, 0, 0, 0));
        assertEquals(new CResult("mmap", -1, MMAP_SAYS), recorded.callForResult("mmap", 7, 0, 0, 0, 0, 0));
    }

    @Test
    void otherNegativesAreValues(@TempDir Path directory) throws IOException {
        Recorded recorded = new Recorded(directory);
        assertEquals(-5, recorded.call("getpriority", 0, 0));
        assertEquals(new CResult("getpriority", -5, 0), recorded.callForResult("getpriority", 0, 0));
    }

    @Test
    void whatThisReleaseLacksFailsWithEnosys(@TempDir Path directory) throws IOException {
        Recorded recorded = new Recorded(directory);
        CFunction getppid = recorded.symbols.function("getppid");
        assertEquals(0, getppid.address());
        assertErrno(ENOSYS, () -> recorded.symbols.call(getppid));
        assertEquals(new CResult("getppid", -1, ENOSYS), recorded.symbols.callForResult(getppid));
        assertThrows(IllegalArgumentException.class, () -> recorded.symbols.call(getppid, 1));
    }

    @Test
    void aFunctionTellsWhatItIs() {
        CFunction pread = symbols.function("pread");
        assertEquals("pread", pread.name());
        assertEquals("pread", pread.symbol());
        assertEquals(symbols.address("pread"), pread.address());
        assertNotEquals(0, pread.address());
        assertEquals("s64 (s32, ptr, u64, s64)", pread.prototype());
        assertEquals("pread s64 (s32, ptr, u64, s64)", pread.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"no_such_function_anywhere", "", "printf", "environ"})
    void whatIsInNoTableIsRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> symbols.function(name));
    }

    @Test
    void whatIsNoNameIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> symbols.function("get\0pid"));
        assertThrows(NullPointerException.class, () -> symbols.function(null));
    }

    @Test
    void aWrongNumberOfArgumentsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> symbols.call(symbols.function("getpid"), 1));
        assertThrows(IllegalArgumentException.class, () -> symbols.callForResult(symbols.function("dup2"), 1));
        assertThrows(IllegalArgumentException.class, () -> symbols.callForResult(symbols.function("dup2"), 1, 2, 3));
        assertThrows(IllegalArgumentException.class, () -> symbols.callForResult(symbols.function("fcntl"), 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> symbols.callForResult(symbols.function("fcntl"), 1, F_GETFD, 3, 4, 5, 6, 7));
        assertThrows(NullPointerException.class, () -> symbols.call(symbols.function("getpid"), (long[]) null));
    }

    /** A function that a caller implements could have any address. */
    @Test
    void aFunctionOfSomebodyElseIsRefused() {
        CFunction foreign = (CFunction) Proxy.newProxyInstance(
                CFunction.class.getClassLoader(),
                new Class<?>[] {CFunction.class},
                (proxy, method, arguments) -> method.getReturnType() == long.class ? (Object) 1L : "getpid");
        assertThrows(IllegalArgumentException.class, () -> symbols.call(foreign));
        assertThrows(IllegalArgumentException.class, () -> symbols.callForResult(foreign));
        assertEquals(
                "function",
                assertThrows(NullPointerException.class, () -> symbols.call(null))
                        .getMessage());
    }

    @Test
    void aCallByAddressIsTheCall(@TempDir Path directory) throws IOException {
        assertEquals(ProcessHandle.current().pid(), symbols.call(symbols.function("getpid")));
        assertEquals(posix.processes().getppid(), symbols.call(symbols.function("getppid")));
        assertEquals(
                Integer.toUnsignedLong(posix.ids().geteuid()),
                symbols.callForResult(symbols.function("geteuid")).value());
        Path file = Files.writeString(directory.resolve("file"), "0123456789");
        try (Fd fd = Fd.own(posix.files().open(file.toString(), O_RDONLY));
                Scratch s = Scratch.open()) {
            long buffer = s.allocZeroed(8);
            assertEquals(3, symbols.call(symbols.function("pread"), fd.num(), buffer, 3, 4));
            assertEquals("456\0", new String(s.copy(buffer, 4), StandardCharsets.US_ASCII));
            CFunction fcntl = symbols.function("fcntl");
            long flags = symbols.call(fcntl, fd.num(), F_GETFD);
            assertEquals(posix.io().fcntl(fd.num(), F_GETFD, 0), flags);
            symbols.call(fcntl, fd.num(), F_SETFD, 1 - flags);
            assertEquals(1 - flags, posix.io().fcntl(fd.num(), F_GETFD, 0));
            symbols.call(fcntl, fd.num(), F_SETFD, flags);
        }
    }

    @Test
    void stringsArePassedAndReadThroughAnArena(@TempDir Path directory) throws IOException {
        try (CArena arena = symbols.newArena()) {
            String name = directory + "/naïve\uDCFF";
            assertEquals(0, symbols.call(symbols.function("mkdir"), arena.string(name), 0700));
            assertTrue(posix.files().stat(name).isDirectory());
            long buffer = arena.alloc(4096);
            assertEquals(buffer, symbols.call(symbols.function("getcwd"), buffer, 4096));
            assertEquals(Programs.output("pwd", "-P"), arena.string(buffer));
        }
    }

    @Test
    void anArenaHoldsWhatIsPutThere() {
        try (CArena arena = symbols.newArena()) {
            long buffer = arena.alloc(64);
            assertEquals(0, buffer % 16, "aligned for any structure");
            assertArrayEquals(new byte[64], arena.bytes(buffer, 64));
            arena.putInt(buffer + 4, -2);
            arena.putLong(buffer + 13, 1L << 40 | 5);
            arena.put(buffer + 60, new byte[] {1, 2, 3, 4});
            assertEquals(-2, arena.getInt(buffer + 4));
            assertEquals(1L << 40 | 5, arena.getLong(buffer + 13));
            assertArrayEquals(new byte[] {0, 1, 2, 3, 4}, arena.bytes(buffer + 59, 5));
            long copy = arena.bytes(new byte[] {'a', 'b', 0, 'c'});
            assertEquals("ab", arena.string(copy));
            assertEquals("b", arena.string(copy + 1));
            assertEquals("", arena.string(copy + 2));
            assertThrows(IndexOutOfBoundsException.class, () -> arena.string(copy + 3), "there is no NUL");
            long euro = arena.string("€");
            assertArrayEquals("€\0".getBytes(StandardCharsets.UTF_8), arena.bytes(euro, 4));
            assertNotEquals(arena.alloc(0), arena.alloc(0));
            assertEquals("CArena{pieces=5}", arena.toString());
        }
    }

    @Test
    void anArenaIsReadInsideItsPiecesAlone() {
        try (CArena arena = symbols.newArena()) {
            long buffer = arena.alloc(16);
            long other = arena.alloc(16);
            for (long address : new long[] {0, -1, buffer - 1, buffer + 16, other + 16, buffer + (1L << 40)}) {
                assertOutside(() -> arena.bytes(address, 1));
                assertOutside(() -> arena.string(address));
                assertOutside(() -> arena.put(address, new byte[1]));
                assertOutside(() -> arena.getInt(address));
                assertOutside(() -> arena.getLong(address));
                assertOutside(() -> arena.putInt(address, 1));
                assertOutside(() -> arena.putLong(address, 1));
            }
            assertOutside(() -> arena.bytes(buffer, 17));
            assertOutside(() -> arena.bytes(buffer, -1));
            assertOutside(() -> arena.getInt(buffer + 13));
            assertOutside(() -> arena.putLong(buffer + 9, 1));
            assertOutside(() -> arena.put(buffer + 15, new byte[2]));
            assertArrayEquals(new byte[16], arena.bytes(buffer, 16));
            assertThrows(IllegalArgumentException.class, () -> arena.alloc(-1));
            assertThrows(IllegalArgumentException.class, () -> arena.string("a\0b"));
            assertThrows(NullPointerException.class, () -> arena.string(null));
        }
    }

    private static void assertOutside(Executable access) {
        assertThrows(IndexOutOfBoundsException.class, access);
    }

    @Test
    void anArenaIsOfNoUseWhenItIsClosed() {
        CArena arena = symbols.newArena();
        long buffer = arena.alloc(16);
        arena.close();
        arena.close();
        assertThrows(IllegalStateException.class, () -> arena.alloc(1));
        assertThrows(IllegalStateException.class, () -> arena.string("x"));
        assertThrows(IllegalStateException.class, () -> arena.bytes(new byte[1]));
        assertThrows(IllegalStateException.class, () -> arena.bytes(buffer, 1));
        assertThrows(IllegalStateException.class, () -> arena.getInt(buffer));
        assertThrows(IllegalStateException.class, () -> arena.putLong(buffer, 1));
        assertEquals("CArena{closed}", arena.toString());
    }

    /** The C library maps pieces of this size one by one, and unmaps them when they are freed. */
    @Test
    @NeedsProc
    void closingAnArenaFreesItsMemory() throws IOException {
        long before = addressSpace();
        for (int i = 0; i < 200; i++) {
            try (CArena arena = symbols.newArena()) {
                arena.alloc(64 * 1024 * 1024);
            }
        }
        long grown = addressSpace() - before;
        assertTrue(grown < 1 << 30, grown + " bytes more");
    }

    private static long addressSpace() throws IOException {
        String size = Proc.field(Path.of("/proc/self/status"), "VmSize");
        return 1024 * Long.parseLong(size.replace(" kB", ""));
    }

    /** The errno has the number of this system. */
    @Test
    void aFailingCallByAddressHasTheErrnoOfTheCall() throws IOException {
        assertErrno(EBADF, () -> symbols.call(symbols.function("close"), -1));
        try (Scratch s = Scratch.open()) {
            long name = s.string("path", "/" + "x".repeat(5000));
            assertErrno(ENAMETOOLONG, () -> symbols.call(symbols.function("rmdir"), name));
            assertEquals(
                    ENAMETOOLONG,
                    symbols.callForResult(symbols.function("open"), name, O_RDONLY)
                            .errno());
        }
    }

    @Test
    void aResultSaysWhatHappened() throws IOException {
        CResult failed = symbols.callForResult(symbols.function("close"), -1);
        assertEquals(EBADF, failed.errno());
        assertEquals("close = -1 EBADF", failed.toString());
        assertErrno(EBADF, failed::orThrow);
        CResult done = symbols.callForResult(symbols.function("getpid"));
        assertEquals("getpid = " + ProcessHandle.current().pid(), done.toString());
        assertEquals(ProcessHandle.current().pid(), done.orThrow());
    }

    @Test
    void theExceptionNamesTheFunction() {
        var e = assertThrows(posixkit.ErrnoException.class, () -> symbols.call(symbols.function("close"), -1));
        assertEquals("close", e.call());
    }
}
