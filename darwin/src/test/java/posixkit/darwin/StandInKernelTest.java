package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Errno.ENOMEM;
import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.ondarwin.constants.DarwinSysctl.CTL_KERN;
import static posixkit.ondarwin.constants.DarwinSysctl.KERN_PROC;
import static posixkit.ondarwin.constants.DarwinSysctl.KERN_PROC_ALL;
import static posixkit.testing.Errnos.assertMinus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.darwin.call.JnrKqueueCalls;
import posixkit.darwin.call.JnrSysctlCalls;
import posixkit.darwin.layout.KinfoProc;
import posixkit.event.PollFds;
import posixkit.ffi.Native;
import posixkit.testing.Descriptors;
import posixkit.testing.NeedsTool;
import posixkit.unix.Scratch;
import posixkit.unix.call.JnrPollCalls;
import posixkit.unix.call.JnrSocketCalls;
import posixkit.unix.layout.Iovec;
import posixkit.unix.layout.Msghdr;

/** What XNU answers to calls that the bodies never make. The stand-in answers the same. */
@NeedsTool("cc")
@EnabledOnOs(OS.LINUX)
@ExtendWith(Descriptors.class)
class StandInKernelTest {
    private static final long LONGEST_BEFORE = 100_000_000;
    private static final long TOO_LONG = 1L << 31;

    private final Posix posix = Posix.get();
    private final Native library = Native.library(System.getProperty(DarwinPosix.LIBRARY));

    /** Since macOS 10.15. As an unsigned number it is the longest time-out of all. */
    @Test
    void pollTakesATimeOutBelowMinusOne() throws IOException {
        int[] pipe = posix.io().pipe();
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1]);
                Scratch s = Scratch.open()) {
            posix.io().write(write.num(), new byte[1]);
            long fds = s.allocZeroed(Long.BYTES);
            s.set32(fds, read.num());
            s.set32(fds + Integer.BYTES, POLLIN);
            assertEquals(1, new JnrPollCalls(library).poll(fds, 1, -2));
            PollFds same = posix.poll().newPollFds(1);
            same.add(read.num(), POLLIN);
            assertEquals(1, posix.poll().poll(same, -2));
        }
    }

    @Test
    void selectAndPselectTakeTimesOf31Bits() throws IOException {
        JnrPollCalls calls = new JnrPollCalls(library);
        int[] pipe = posix.io().pipe();
        try (Fd read = Fd.own(pipe[0]);
                Fd write = Fd.own(pipe[1]);
                Scratch s = Scratch.open()) {
            int nfds = Math.max(read.num(), write.num()) + 1;
            long writable = s.allocZeroed(128);
            s.set64(writable + (long) write.num() / Long.SIZE * Long.BYTES, 1L << write.num());
            long time = s.allocZeroed(2 * Long.BYTES);
            for (long seconds : new long[] {LONGEST_BEFORE + 1, TOO_LONG - 1}) {
                s.set64(time, seconds);
                assertEquals(1, calls.select(nfds, 0, writable, 0, time), seconds + " s");
                assertEquals(1, calls.pselect(nfds, 0, writable, 0, time, 0), seconds + " s");
            }
            s.set64(time, TOO_LONG);
            assertMinus(EINVAL, calls.select(nfds, 0, writable, 0, time));
            assertMinus(EINVAL, calls.pselect(nfds, 0, writable, 0, time, 0));
        }
    }

    @Test
    void keventTakesTimesOf31Bits() throws IOException {
        JnrKqueueCalls calls = new JnrKqueueCalls(library);
        try (Fd queue = Fd.own(posix.onDarwin().kqueue().kqueue());
                Scratch s = Scratch.open()) {
            long time = s.allocZeroed(2 * Long.BYTES);
            for (long seconds : new long[] {LONGEST_BEFORE + 1, TOO_LONG - 1}) {
                s.set64(time, seconds);
                assertEquals(0, calls.kevent(queue.num(), 0, 0, 0, 0, time), seconds + " s");
            }
            s.set64(time, TOO_LONG);
            assertMinus(EINVAL, calls.kevent(queue.num(), 0, 0, 0, 0, time));
            s.set64(time, 0);
            s.set64(time + Long.BYTES, TimeUnit.SECONDS.toNanos(1));
            assertMinus(EINVAL, calls.kevent(queue.num(), 0, 0, 0, 0, time));
        }
    }

    @Test
    void aValueThatDoesNotFitIsNotCopiedInPart() {
        try (Scratch s = Scratch.open()) {
            long name = s.string("name", "kern.ostype");
            byte[] before = "xxxxxxxx".getBytes(StandardCharsets.UTF_8);
            long into = s.bytes(before, 0, before.length);
            long length = s.alloc(Long.BYTES);
            s.set64(length, 3);
            assertMinus(ENOMEM, new JnrSysctlCalls(library).sysctlbyname(name, into, length, 0, 0));
            assertEquals(0, s.s64(length), "bytes");
            assertArrayEquals(before, s.copy(into, before.length));
        }
    }

    /** A list of processes is cut behind a whole one, and yet no bytes are said to be there. */
    @Test
    void aListThatDoesNotFitIsCutBehindARecord() {
        try (Scratch s = Scratch.open()) {
            long name = s.alloc(3 * Integer.BYTES);
            s.set32(name, CTL_KERN);
            s.set32(name + Integer.BYTES, KERN_PROC);
            s.set32(name + 2 * Integer.BYTES, KERN_PROC_ALL);
            long into = s.allocZeroed(2 * KinfoProc.SIZE);
            long length = s.alloc(Long.BYTES);
            s.set64(length, KinfoProc.SIZE + 500);
            assertMinus(ENOMEM, new JnrSysctlCalls(library).sysctl(name, 3, into, length, 0, 0));
            assertEquals(0, s.s64(length), "bytes");
            assertEquals(1, KinfoProc.pid(s, into));
            assertArrayEquals(new byte[500], s.copy(into + KinfoProc.SIZE, 500));
        }
    }

    @Test
    void controlOfNoLengthIsEinvalAndNoControlIsNot() throws IOException {
        JnrSocketCalls calls = new JnrSocketCalls(library);
        int[] pair = posix.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1]);
                Scratch s = Scratch.open()) {
            long header = s.allocZeroed(Msghdr.SIZE);
            long vector = s.alloc(Iovec.SIZE);
            Iovec.base(s, vector, s.allocZeroed(1));
            Iovec.len(s, vector, 1);
            Msghdr.iov(s, header, vector);
            Msghdr.iovlen(s, header, 1);
            assertEquals(1, calls.sendmsg(left.num(), header, 0));
            Msghdr.control(s, header, s.allocZeroed(64));
            assertMinus(EINVAL, calls.sendmsg(left.num(), header, 0));
            assertEquals(1, posix.io().read(right.num(), new byte[2]));
        }
    }
}
