package posixkit.examples.network;

import static posixkit.constants.Open.O_DIRECTORY;
import static posixkit.constants.Open.O_NOCTTY;
import static posixkit.constants.Open.O_NOFOLLOW;
import static posixkit.constants.Open.O_NONBLOCK;
import static posixkit.constants.Open.O_RDONLY;

import posixkit.Posix;

/** Opens a file below a directory, one component of its path after the other, and follows no symbolic link. */
final class Walk {
    private static final int READ = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW;

    private Walk() {}

    /**
     * Returns a descriptor of the file, open for reading, or −errno: ELOOP if the path contains a symbolic link.
     *
     * @param path a relative path without {@code ..}
     */
    static int openOrErrno(Posix posix, int directory, String path) {
        int at = directory;
        int slash = path.indexOf('/');
        int from = 0;
        while (slash >= 0) {
            int next = posix.files().openatOrErrno(at, path.substring(from, slash), READ | O_DIRECTORY, 0);
            closeUnless(posix, at, directory);
            if (next < 0) {
                return next;
            }
            at = next;
            from = slash + 1;
            slash = path.indexOf('/', from);
        }
        int file = posix.files().openatOrErrno(at, path.substring(from), READ, 0);
        closeUnless(posix, at, directory);
        return file;
    }

    private static void closeUnless(Posix posix, int fd, int kept) {
        if (fd != kept) {
            // It was open for reading only, so there is nothing that a failure could lose.
            posix.io().closeOrErrno(fd);
        }
    }
}
