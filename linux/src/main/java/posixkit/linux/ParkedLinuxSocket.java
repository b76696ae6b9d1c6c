package posixkit.linux;

import static posixkit.constants.Errno.EAGAIN;
import static posixkit.constants.MessageFlag.MSG_DONTWAIT;
import static posixkit.onlinux.constants.LinuxMessageFlag.MSG_WAITFORONE;

import posixkit.linux.call.LinuxSocketCalls;
import posixkit.linux.layout.Mmsghdr;
import posixkit.unix.HandOff;
import posixkit.unix.Parking;
import posixkit.unix.Waiters;

/** Makes the blocking calls of virtual threads for many messages. {@link Parking} explains how the calls wait. */
public final class ParkedLinuxSocket {
    private ParkedLinuxSocket() {}

    /** Sends all messages, like a blocking call, or those before the first one that fails. */
    public static int sendmmsg(Parking parking, LinuxSocketCalls calls, int fd, long vec, int count, int flags) {
        Waiters waiters = parking.waiters(fd, flags);
        if (waiters == null) {
            return (int) HandOff.call("sendmmsg", () -> calls.sendmmsg(fd, vec, count, flags));
        }
        int first = calls.sendmmsg(fd, vec, count, flags | MSG_DONTWAIT);
        if (first == count || first < 0 && first != -EAGAIN) {
            return first;
        }
        return (int) parking.writable(
                "sendmmsg",
                waiters,
                first,
                count,
                done -> calls.sendmmsg(fd, at(vec, done), count - (int) done, flags | MSG_DONTWAIT),
                done -> calls.sendmmsg(fd, at(vec, done), count - (int) done, flags));
    }

    /**
     * Receives all messages, like a blocking call, or those before the first failure. With {@code MSG_WAITFORONE}, receives those
     * that are there. A call with a time limit is handed to a platform thread, because only the kernel knows when it compares
     * the time.
     */
    public static int recvmmsg(
            Parking parking, LinuxSocketCalls calls, int fd, long vec, int count, int flags, long timeout) {
        Waiters waiters = timeout == 0 ? parking.waiters(fd, flags) : null;
        if (waiters == null) {
            return (int) HandOff.call("recvmmsg", () -> calls.recvmmsg(fd, vec, count, flags, timeout));
        }
        int done = 0;
        while (true) {
            long rest = at(vec, done);
            int left = count - done;
            int result = calls.recvmmsg(fd, rest, left, flags | MSG_DONTWAIT, 0);
            if (result == -EAGAIN) {
                result = (int) parking.parked(
                        "recvmmsg",
                        waiters,
                        false,
                        () -> calls.recvmmsg(fd, rest, left, flags | MSG_DONTWAIT, 0),
                        () -> calls.recvmmsg(fd, rest, left, flags, 0));
            }
            if (result <= 0) {
                return done > 0 ? done : result;
            }
            done += result;
            if (done == count || (flags & MSG_WAITFORONE) != 0) {
                return done;
            }
        }
    }

    private static long at(long vec, long index) {
        return vec + index * Mmsghdr.SIZE;
    }
}
