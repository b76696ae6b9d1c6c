package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posixkit.constants.Errno.EINTR;
import static posixkit.constants.Errno.EIO;
import static posixkit.ondarwin.constants.DarwinFcntl.F_BARRIERFSYNC;
import static posixkit.ondarwin.constants.DarwinFcntl.F_FULLFSYNC;
import static posixkit.ondarwin.constants.DarwinFcntl.F_NOCACHE;
import static posixkit.ondarwin.constants.DarwinFcntl.F_RDAHEAD;
import static posixkit.ondarwin.constants.DarwinMount.MNT_NOWAIT;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.ffi.Native;
import posixkit.ondarwin.OnDarwinFiles;
import posixkit.testing.Compiler;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsTool;
import posixkit.unix.Bindings;
import posixkit.unix.VariadicCalls;

/** What {@link OnDarwinFiles} asks of the system where nothing is to be seen of it, and what it does when the system is busy. */
@NeedsTool("cc")
@ExtendWith(Descriptors.class)
class DarwinCommandsTest {
    private final List<String> asked = new ArrayList<>();
    private int interruptions;
    private Failing failing;
    private OnDarwinFiles extras;

    @TempDir
    Path directory;

    /** Fails as told. <b>Public</b> for jnr-ffi. */
    public interface Failing {
        int fail(int errno);
    }

    /** Writes down what it is asked, is interrupted as often as told, and fails on descriptor 13. */
    private final class Variadic implements VariadicCalls {
        @Override
        public int open(long path, int flags, int mode) {
            throw new AssertionError("open");
        }

        @Override
        public int openat(int dirfd, long path, int flags, int mode) {
            throw new AssertionError("openat");
        }

        @Override
        public int fcntl(int fd, int command, long argument) {
            asked.add(fd + " " + command + " " + argument);
            if (interruptions > 0) {
                interruptions--;
                return failing.fail(EINTR);
            }
            return fd == 13 ? failing.fail(EIO) : 0;
        }
    }

    @BeforeEach
    void bind() throws IOException {
        String source = "#include <errno.h>\nint fail(int number) { errno = number; return -1; }\n";
        Path library = Compiler.library(directory, "failing", source);
        failing = Native.library(library.toString()).load(Failing.class);
        extras = new DarwinOnlyFiles(bindings(), () -> {
            throw new AssertionError("mounts");
        });
    }

    private Bindings bindings() {
        return new Bindings(null, null, new Variadic(), null, null, null, null);
    }

    @Test
    void eachAsksWithItsOwnCommand() throws IOException {
        extras.fullfsync(7);
        extras.barrierfsync(8);
        extras.nocache(9, true);
        extras.nocache(9, false);
        extras.rdahead(10, true);
        extras.rdahead(10, false);
        assertEquals(
                List.of(
                        "7 " + F_FULLFSYNC + " 0",
                        "8 " + F_BARRIERFSYNC + " 0",
                        "9 " + F_NOCACHE + " 1",
                        "9 " + F_NOCACHE + " 0",
                        "10 " + F_RDAHEAD + " 1",
                        "10 " + F_RDAHEAD + " 0"),
                asked);
    }

    @Test
    void aSignalOnlyMakesItAskAgain() throws IOException {
        interruptions = 2;
        extras.fullfsync(7);
        assertEquals(3, asked.size());
        ErrnoException thrown = assertErrno(EIO, () -> extras.fullfsync(13));
        assertEquals("fd 13", thrown.subject());
        assertEquals(4, asked.size());
    }

    /** It is told of fewer than there are, as when some have come meanwhile, and asks until none is left out. */
    @Test
    void getfsstatHasRoomForThoseThatCameMeanwhile() throws IOException {
        List<String> rooms = new ArrayList<>();
        Native library = Native.library(System.getProperty(DarwinPosix.LIBRARY));
        MountCalls real = posixkit.Target.IS_X86_64 ? new Inode64Mounts(library) : library.load(MountCalls.class);
        int all = real.getfsstat(0, 0, MNT_NOWAIT);
        assertTrue(all > 2, all + " mounts are too few");
        OnDarwinFiles late = new DarwinOnlyFiles(bindings(), () -> (buffer, size, flags) -> {
            rooms.add(size / 2168 + " " + size % 2168 + " " + flags);
            return buffer == 0 ? all - 2 : real.getfsstat(buffer, size, flags);
        });
        assertEquals(all, late.getfsstat(MNT_NOWAIT).size());
        assertEquals(List.of("0 0 2", all - 1 + " 0 2", all + " 0 2", all + 1 + " 0 2"), rooms, "Posix " + Posix.get());
        OnDarwinFiles refused = new DarwinOnlyFiles(bindings(), () -> (buffer, size, flags) -> failing.fail(EIO));
        ErrnoException thrown = assertErrno(EIO, () -> refused.getfsstat(MNT_NOWAIT));
        assertEquals("getfsstat", thrown.call());
        OnDarwinFiles refusedLater =
                new DarwinOnlyFiles(bindings(), () -> (buffer, size, flags) -> buffer == 0 ? 3 : failing.fail(EIO));
        assertErrno(EIO, () -> refusedLater.getfsstat(MNT_NOWAIT));
    }
}
