package posixkit.examples.doctor;

import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.Fcntl.F_GETFL;
import static posixkit.constants.Fcntl.F_SETFL;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.examples.doctor.Checkup.same;

import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.event.FdSet;
import posixkit.event.PollFds;

/** Checks the calls for pipes, and the calls that wait until a descriptor is ready. */
final class EventChecks {
    private static final int NOT_LONG = 10_000;

    private final Posix posix;

    private EventChecks(Posix posix) {
        this.posix = posix;
    }

    static void run(Posix posix, Checkup checkup) {
        EventChecks events = new EventChecks(posix);
        checkup.check("pipe", events::pipe);
        checkup.check("poll", events::poll);
        checkup.check("select", events::select);
        checkup.check("pselect", events::pselect);
        checkup.check("pipe2", events::pipe2);
    }

    private interface Waiter {
        String waitFor(int readEnd, int writeEnd) throws Exception;
    }

    private String withPipe(Waiter waiter) throws Exception {
        int[] ends = posix.io().pipe();
        try (Fd read = posix.io().own(ends[0]);
                Fd write = posix.io().own(ends[1])) {
            return waiter.waitFor(read.num(), write.num());
        }
    }

    private void put(int fd) throws ErrnoException {
        posix.io().write(fd, new byte[] {1});
    }

    private String pipe() throws Exception {
        return withPipe((read, write) -> {
            int flags = posix.io().fcntl(read, F_GETFL, 0);
            posix.io().fcntl(read, F_SETFL, flags | O_NONBLOCK);
            byte[] into = new byte[2];
            same("read of nothing", posix.io().readOrErrno(read, into, 0, into.length), -EAGAIN);
            put(write);
            same("bytes", posix.io().read(read, into), 1);
            same("byte", into[0], (byte) 1);
            return "EAGAIN is " + EAGAIN;
        });
    }

    private String poll() throws Exception {
        return withPipe((read, write) -> {
            PollFds fds = posix.poll().newPollFds(1);
            fds.add(read, POLLIN);
            same("ready before", posix.poll().poll(fds, 0), 0);
            put(write);
            same("ready after", posix.poll().poll(fds, NOT_LONG), 1);
            same("events", fds.revents(0), POLLIN);
            return "a pipe with a byte is ready";
        });
    }

    private String select() throws Exception {
        return withPipe((read, write) -> {
            FdSet set = new FdSet();
            set.add(read);
            same("ready before", posix.poll().select(set, null, null, 0), 0);
            put(write);
            set.add(read);
            same("ready after", posix.poll().select(set, null, null, NOT_LONG * 1000L), 1);
            same("which", set.contains(read), true);
            return "a pipe with a byte is ready";
        });
    }

    private String pselect() throws Exception {
        return withPipe((read, write) -> {
            FdSet readable = FdSet.of(read);
            FdSet writable = FdSet.of(write);
            int most = Math.max(read, write) + 1;
            same("ready", posix.poll().pselect(most, readable, writable, null, 0), 1);
            same("write end", writable.contains(write), true);
            same("read end", readable.contains(read), false);
            return "an empty pipe is ready for writing only";
        });
    }

    private String pipe2() throws Exception {
        int[] ends = posix.io().pipe2(O_NONBLOCK);
        try (Fd read = posix.io().own(ends[0]);
                Fd write = posix.io().own(ends[1])) {
            same("read of nothing", posix.io().readOrErrno(read.num(), new byte[1], 0, 1), -EAGAIN);
            same("flags", posix.io().fcntl(write.num(), F_GETFL, 0) & O_NONBLOCK, O_NONBLOCK);
            return "O_NONBLOCK at both ends";
        }
    }
}
