package posixkit.darwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Errno.EINVAL;
import static posixkit.constants.Open.O_RDONLY;
import static posixkit.constants.PollEvent.POLLHUP;
import static posixkit.constants.PollEvent.POLLIN;
import static posixkit.constants.PollEvent.POLLNVAL;
import static posixkit.constants.PollEvent.POLLOUT;
import static posixkit.constants.PollEvent.POLLRDNORM;
import static posixkit.constants.PollEvent.POLLWRNORM;
import static posixkit.constants.Sock.AF_UNIX;
import static posixkit.constants.Sock.SHUT_WR;
import static posixkit.constants.Sock.SOCK_STREAM;
import static posixkit.testing.Errnos.assertErrno;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import posixkit.Fd;
import posixkit.contract.PollContract;
import posixkit.event.FdSet;
import posixkit.event.PollFds;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinPollTest extends PollContract {
    /** {@code OPEN_MAX}. */
    private static final int MOST = 10_240;

    @Override
    protected End withoutWriter() {
        return new End(POLLIN, POLLIN | POLLHUP);
    }

    @Override
    protected End withoutReader() {
        return new End(POLLOUT, POLLHUP);
    }

    @Override
    protected boolean tellsEachOfEqualEntries() {
        return false;
    }

    /** Root may pass as many as select takes, whatever the limit is. */
    @Override
    protected int tooMany() {
        return posix.ids().geteuid() == 0 ? 1025 : 257;
    }

    @Test
    void whoAsksForNothingIsToldNothing() throws IOException {
        PollFds fds = poll.newPollFds(2);
        fds.add(read.num(), 0);
        fds.add(1_000_000, 0);
        write.close();
        assertEquals(0, poll.poll(fds, 0));
        fds.set(0, read.num(), POLLHUP);
        fds.set(1, 1_000_000, POLLHUP);
        assertEquals(2, poll.poll(fds, 0));
        assertEquals(POLLHUP, fds.revents(0));
        assertEquals(POLLNVAL, fds.revents(1));
    }

    @Test
    void bitsThatLinuxHasElsewhereAreHere() throws IOException {
        PollFds fds = poll.newPollFds(2);
        writeOne();
        fds.add(write.num(), POLLWRNORM);
        fds.add(read.num(), POLLRDNORM);
        assertEquals(2, poll.poll(fds, 0));
        assertEquals(POLLOUT, fds.revents(0), "the same bit");
        assertEquals(POLLRDNORM, fds.revents(1));
    }

    @Test
    void whoseOtherSideSendsNoMoreHangsUp() throws IOException {
        int[] pair = posix.sockets().socketpair(AF_UNIX, SOCK_STREAM, 0);
        try (Fd left = Fd.own(pair[0]);
                Fd right = Fd.own(pair[1])) {
            PollFds fds = poll.newPollFds(1);
            fds.add(left.num(), POLLIN | POLLOUT);
            assertEquals(1, poll.poll(fds, 0));
            assertEquals(POLLOUT, fds.revents(0));
            posix.sockets().shutdown(right.num(), SHUT_WR);
            assertEquals(1, poll.poll(fds, 0));
            assertEquals(POLLIN | POLLHUP, fds.revents(0) & ~POLLOUT);
        }
    }

    @Test
    void aDescriptorThatIsThereTwiceIsToldOfInItsLastEntry() throws IOException {
        writeOne();
        PollFds fds = poll.newPollFds(4);
        fds.add(read.num(), POLLIN);
        fds.add(write.num(), POLLOUT);
        fds.add(read.num(), POLLRDNORM);
        fds.add(read.num(), POLLOUT);
        assertEquals(2, poll.poll(fds, -1));
        assertEquals(0, fds.revents(0));
        assertEquals(POLLOUT, fds.revents(1));
        assertEquals(POLLRDNORM, fds.revents(2));
        assertEquals(0, fds.revents(3), "of another kind");
    }

    @Test
    void aDirectoryAndTheNullDeviceAreForSelectOnly() throws IOException {
        for (String path : new String[] {"/", "/dev/null"}) {
            try (Fd fd = Fd.own(posix.files().open(path, O_RDONLY))) {
                PollFds fds = poll.newPollFds(1);
                fds.add(fd.num(), POLLIN);
                assertEquals(1, poll.poll(fds, -1));
                assertEquals(POLLNVAL, fds.revents(0), path);
                FdSet readable = FdSet.of(fd.num());
                assertEquals(1, poll.select(readable, null, null, -1), path);
            }
        }
    }

    /** The kernel accepts no more than OPEN_MAX descriptors. */
    @Test
    void thereIsAnEndToHowMany() throws IOException {
        PollFds many = poll.newPollFds(MOST + 1);
        for (int i = 0; i <= MOST; i++) {
            many.add(-1, POLLIN);
        }
        assertErrno(EINVAL, () -> poll.poll(many, 0));
    }
}
