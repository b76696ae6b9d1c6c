package posixkit.unix;

import static posixkit.constants.At.AT_FDCWD;
import static posixkit.constants.At.AT_SYMLINK_NOFOLLOW;
import static posixkit.constants.Mode.S_IFDIR;
import static posixkit.constants.Mode.S_IFREG;
import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_DIRECTORY;
import static posixkit.constants.Open.O_EXCL;
import static posixkit.constants.Open.O_NOFOLLOW;

import posixkit.unix.call.FileCalls;

/**
 * Opens files for virtual threads. <b>Internal.</b> The open of a FIFO waits for the other end, and the open of a device waits for
 * the device. No system has a call that opens without waiting and is the same otherwise: {@code O_NONBLOCK} changes what the open
 * of a FIFO or of a device does, and others see that.
 *
 * <p>So this class first asks for the type of the file. If it is a regular file or a directory, or if there is no file, the virtual
 * thread opens it itself. If it is anything else, a platform thread opens it. In both cases the call that opens the file is the
 * caller's call, unchanged. There are two cases in which such an open blocks the carrier thread. First, somebody may replace the
 * file by a FIFO between the two calls. Second, another process may hold a lease on the file, which delays the open for at most
 * {@code /proc/sys/fs/lease-break-time}.
 */
public final class ParkedFile {
    private ParkedFile() {}

    public static int open(Parking parking, FileCalls calls, long path, int flags, int mode) {
        return isQuick(parking, AT_FDCWD, path, flags)
                ? calls.open(path, flags, mode)
                : (int) HandOff.call("open", () -> calls.open(path, flags, mode));
    }

    public static int openat(Parking parking, FileCalls calls, int dirfd, long path, int flags, int mode) {
        return isQuick(parking, dirfd, path, flags)
                ? calls.openat(dirfd, path, flags, mode)
                : (int) HandOff.call("openat", () -> calls.openat(dirfd, path, flags, mode));
    }

    private static boolean isQuick(Parking parking, int dirfd, long path, int flags) {
        if (!parking.isOn()) {
            return false;
        }
        boolean isNew = (flags & O_CREAT) != 0 && (flags & O_EXCL) != 0;
        if (isNew || (flags & (O_DIRECTORY | parking.system().flagsThatNeverWait())) != 0) {
            return true;
        }
        int type = parking.system().type(dirfd, path, (flags & O_NOFOLLOW) == 0 ? 0 : AT_SYMLINK_NOFOLLOW);
        return type < 0 || type == S_IFREG || type == S_IFDIR;
    }
}
