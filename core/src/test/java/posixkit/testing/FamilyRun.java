package posixkit.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import posixkit.ErrnoException;
import posixkit.Fd;
import posixkit.Posix;
import posixkit.constants.Errno;
import posixkit.process.WaitStatus;

/**
 * One thread's calls of families, in a directory, with checks of their results. Objects with directories of their own do not disturb each
 * other.
 */
public final class FamilyRun {
    public static final int PAGE = 65536;

    private static final String HELLO = "hello, world";

    public final Posix posix;
    public final String dir;

    private int checks;

    /** Makes calls of a system in a directory that is there, is empty, and is nobody else's. */
    public FamilyRun(Posix posix, Path dir) {
        this.posix = posix;
        this.dir = dir.toString();
    }

    /** Returns how many results were checked so far. */
    int checks() {
        return checks;
    }

    /** Returns the bytes of {@code hello, world}. */
    public byte[] hello() {
        return HELLO.getBytes(StandardCharsets.UTF_8);
    }

    public void same(Object expected, Object result) {
        if (!Objects.equals(expected, result)) {
            throw new AssertionError("expected " + expected + ", but was " + result);
        }
        checks++;
    }

    /** A call that must fail. */
    public interface Failing {
        void make() throws IOException;
    }

    public void fails(int errno, Failing call) throws IOException {
        try {
            call.make();
        } catch (ErrnoException e) {
            same(Errno.name(errno), Errno.name(e.errno()));
            return;
        }
        throw new AssertionError("must fail with " + Errno.name(errno));
    }

    public String path(String name) {
        return dir + "/" + name;
    }

    public Fd open(String name, int flags) throws IOException {
        return own(posix.files().open(path(name), flags, 0600));
    }

    public Fd own(int fd) {
        return Fd.own(posix.io(), fd);
    }

    public String read(int fd, int count) throws IOException {
        byte[] bytes = new byte[count];
        return new String(bytes, 0, posix.io().read(fd, bytes), StandardCharsets.UTF_8);
    }

    /** Reads from a position and closes the descriptor. */
    public String read(Fd fd, int count, long position) throws IOException {
        try (fd) {
            byte[] bytes = new byte[count];
            return new String(bytes, 0, posix.io().pread(fd.num(), bytes, 0, count, position), StandardCharsets.UTF_8);
        }
    }

    /** Waits for the end of a child. */
    public WaitStatus await(int pid) throws IOException {
        WaitStatus status = new WaitStatus();
        same(pid, posix.processes().wait4(pid, status, 0, null));
        return status;
    }
}
