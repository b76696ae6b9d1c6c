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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.darwin.call.DarwinFileCalls;
import posixkit.darwin.call.JnrDarwinFileCalls;
import posixkit.ffi.Native;
import posixkit.ondarwin.OnDarwinFiles;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsTool;
import posixkit.testing.Replaced;
import posixkit.unix.call.IoCalls;
import posixkit.unix.call.JnrUnixCalls;
import posixkit.unix.call.UnixCalls;

/** What {@link OnDarwinFiles} asks of the system where nothing is to be seen of it, and what it does when the system is busy. */
@NeedsTool("cc")
@ExtendWith(Descriptors.class)
class DarwinCommandsTest {
    private final List<String> asked = new ArrayList<>();
    private int interruptions;
    private final Native library = MacOs.library();
    private final DarwinFileCalls darwin = new JnrDarwinFileCalls(library);
    private final OnDarwinFiles extras = new DarwinOnlyFiles(calls(), darwin);

    /** Records the commands of {@code fcntl}. Fails with EINTR {@link #interruptions} times, and with EIO on descriptor 13. */
    private UnixCalls calls() {
        UnixCalls real = new JnrUnixCalls(library);
        IoCalls io = Replaced.function(IoCalls.class, real.io(), "fcntl", (arguments, fcntl) -> {
            asked.add(arguments[0] + " " + arguments[1] + " " + arguments[2]);
            if (interruptions > 0) {
                interruptions--;
                return -EINTR;
            }
            return (int) arguments[0] == 13 ? -EIO : 0;
        });
        return Replaced.topic(UnixCalls.class, real, IoCalls.class, io);
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
        int all = darwin.getfsstat(0, 0, MNT_NOWAIT);
        assertTrue(all > 2, all + " mounts are too few");
        OnDarwinFiles late = mounts((buffer, size, flags) -> {
            rooms.add(size / 2168 + " " + size % 2168 + " " + flags);
            return buffer == 0 ? all - 2 : darwin.getfsstat(buffer, size, flags);
        });
        assertEquals(all, late.getfsstat(MNT_NOWAIT).size());
        assertEquals(List.of("0 0 2", all - 1 + " 0 2", all + " 0 2", all + 1 + " 0 2"), rooms, "Posix " + Posix.get());
        OnDarwinFiles refused = mounts((buffer, size, flags) -> -EIO);
        ErrnoException thrown = assertErrno(EIO, () -> refused.getfsstat(MNT_NOWAIT));
        assertEquals("getfsstat", thrown.call());
        OnDarwinFiles refusedLater = mounts((buffer, size, flags) -> buffer == 0 ? 3 : -EIO);
        assertErrno(EIO, () -> refusedLater.getfsstat(MNT_NOWAIT));
    }

    private interface Getfsstat {
        int call(long buffer, int size, int flags);
    }

    private OnDarwinFiles mounts(Getfsstat getfsstat) {
        DarwinFileCalls failing = Replaced.function(
                DarwinFileCalls.class,
                darwin,
                "getfsstat",
                (arguments, real) -> getfsstat.call((long) arguments[0], (int) arguments[1], (int) arguments[2]));
        return new DarwinOnlyFiles(calls(), failing);
    }
}
