package posixkit.examples.cli;

import static posixkit.constants.Open.O_CLOEXEC;
import static posixkit.constants.Open.O_RDONLY;

import java.util.Arrays;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;

/** Reads small files as a whole, for example those in {@code /proc}, whose size nobody knows beforehand. */
public final class WholeFile {
    private static final int FIRST_SIZE = 1 << 13;

    private WholeFile() {}

    public static byte[] bytes(Posix posix, String path) throws ErrnoException {
        try (Fd file = Fd.own(posix.io(), posix.files().open(path, O_RDONLY | O_CLOEXEC))) {
            return bytes(posix, file.num());
        }
    }

    /** Returns what is left to read of an open file. */
    public static byte[] bytes(Posix posix, int fd) throws ErrnoException {
        byte[] content = new byte[FIRST_SIZE];
        int filled = 0;
        int count;
        while ((count = posix.io().read(fd, content, filled, content.length - filled)) > 0) {
            filled += count;
            if (filled == content.length) {
                content = Arrays.copyOf(content, 2 * filled);
            }
        }
        return Arrays.copyOf(content, filled);
    }
}
