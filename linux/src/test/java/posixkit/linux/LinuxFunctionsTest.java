package posixkit.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static posixkit.constants.Errno.EFAULT;
import static posixkit.onlinux.constants.LinuxMemfd.MFD_CLOEXEC;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.contract.FunctionsContract;
import posixkit.ffi.Native;
import posixkit.file.Io;
import posixkit.system.CArena;
import posixkit.system.CFunction;
import posixkit.system.Symbols;
import posixkit.testing.Programs;
import posixkit.unix.UnixSymbols;

class LinuxFunctionsTest extends FunctionsContract {
    @Override
    protected Symbols in(Native library) {
        return new UnixSymbols(library, new LinuxLayouts());
    }

    @Override
    protected int modeBits() {
        return Integer.SIZE;
    }

    /** Neither has a method of its own. */
    @Test
    void memoryFilesAreMadeAndCopiedByAddress() throws IOException {
        Symbols symbols = Posix.get().symbols();
        Io io = Posix.get().io();
        try (CArena arena = symbols.newArena()) {
            CFunction memfdCreate = symbols.function("memfd_create");
            long one = symbols.call(memfdCreate, arena.string("one"), MFD_CLOEXEC);
            long two = symbols.call(memfdCreate, arena.string("two"), MFD_CLOEXEC);
            try (Fd from = Fd.own((int) one);
                    Fd to = Fd.own((int) two)) {
                assertEquals(
                        "/memfd:one (deleted)",
                        Files.readSymbolicLink(Path.of("/proc/self/fd/" + from.num()))
                                .toString());
                io.write(from.num(), "0123456789".getBytes(StandardCharsets.US_ASCII));
                long offset = arena.alloc(Long.BYTES);
                arena.putLong(offset, 4);
                assertEquals(3, symbols.call(symbols.function("sendfile"), to.num(), from.num(), offset, 3));
                assertEquals(7, arena.getLong(offset));
                assertEquals("456", Files.readString(Path.of("/proc/self/fd/" + to.num())));
            }
            assertErrno(EFAULT, () -> symbols.call(memfdCreate, 0, 0));
        }
    }

    /** {@code getenv} returns an address in libc's memory. The arena refuses to read it, so another function copies what is there. */
    @Test
    void theEnvironmentIsReadByAddress() throws IOException {
        Symbols symbols = Posix.get().symbols();
        int[] pipe = Posix.get().io().pipe();
        try (CArena arena = symbols.newArena();
                Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1])) {
            CFunction getenv = symbols.function("getenv");
            long path = symbols.call(getenv, arena.string("PATH"));
            assertNotEquals(0, path);
            assertThrows(IndexOutOfBoundsException.class, () -> arena.bytes(path, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> arena.string(path));
            byte[] expected = (System.getenv("PATH") + "\0").getBytes(StandardCharsets.UTF_8);
            symbols.call(symbols.function("write"), write.num(), path, expected.length);
            byte[] copied = new byte[expected.length];
            assertEquals(expected.length, Posix.get().io().read(read.num(), copied));
            assertArrayEquals(expected, copied);
            assertEquals(0, symbols.call(getenv, arena.string("NO_SUCH_VARIABLE_ANYWHERE")));
            long host = arena.alloc(256);
            symbols.call(symbols.function("gethostname"), host, 256);
            assertEquals(Programs.output("uname", "-n"), arena.string(host));
        }
    }
}
