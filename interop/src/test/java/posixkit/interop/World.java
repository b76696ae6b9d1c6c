package posixkit.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import jnr.constants.platform.Errno;
import jnr.posix.Linux;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import jnr.posix.util.DefaultPOSIXHandler;
import posixkit.ErrnoException;
import posixkit.Names;
import posixkit.Posix;
import posixkit.constants.Open;

/** What a behaviour works with: the object under test, a directory of its own, and descriptors that are closed behind it. */
final class World implements AutoCloseable {
    private final List<String> reported = new ArrayList<>();
    private final List<Integer> open = new ArrayList<>();
    private final Path directory;
    private final POSIX posix;

    private World(boolean isOurs, Posix through) throws IOException {
        directory = Files.createTempDirectory("world");
        var handler = new Handler();
        posix = isOurs ? JnrPosix.wrap(through, handler) : POSIXFactory.getNativePOSIX(handler);
    }

    /** Remembers what it is told, and lets the call go on. */
    private final class Handler extends DefaultPOSIXHandler {
        @Override
        public void error(Errno error, String subject) {
            reported.add("error(" + error.name() + ", " + subject + ")");
        }

        @Override
        public void error(Errno error, String call, String subject) {
            reported.add("error(" + error.name() + ", " + call + ", " + subject + ")");
        }

        @Override
        public void unimplementedError(String call) {
            reported.add("unimplemented(" + call + ")");
        }
    }

    /** Runs the behaviour and returns all that can be seen. */
    static String run(Behaviour behaviour, boolean isOurs) throws IOException {
        return run(behaviour, isOurs, Posix.get().inheriting());
    }

    static String run(Behaviour behaviour, boolean isOurs, Posix through) throws IOException {
        try (World world = new World(isOurs, through)) {
            return world.outcome(behaviour);
        }
    }

    private String outcome(Behaviour behaviour) {
        posix.errno(0);
        String seen;
        try {
            seen = String.valueOf(behaviour.body().run(this));
        } catch (Exception e) {
            seen = e.getClass().getSimpleName();
        }
        return (reported.isEmpty() ? seen : seen + " " + reported).replace(directory.toString(), "DIR");
    }

    POSIX posix() {
        return posix;
    }

    Linux linux() {
        return (Linux) posix;
    }

    /** Returns the result as text, with the error number's name if it is −1. */
    String result(long result) {
        return result == -1 ? "-1 " + errno() : Long.toString(result);
    }

    /** Returns the text in brackets, or null and the error number's name. */
    String result(Object result) {
        return result == null ? "null " + errno() : "[" + result + "]";
    }

    String errno() {
        return posix.errno() == 0 ? "0" : Errno.valueOf(posix.errno()).name();
    }

    String path(String name) {
        return directory.resolve(name).toString();
    }

    /** Makes a file. */
    String file(String name, String content) {
        try {
            return Files.writeString(directory.resolve(name), content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a file, without the object under test. */
    int open(String path, int flags) throws ErrnoException {
        return later(Posix.get().files().open(path, flags, 0600));
    }

    int open(String path) throws ErrnoException {
        return open(path, Open.O_RDWR | Open.O_CREAT);
    }

    /** Notes a descriptor that is to be closed in the end. */
    int later(int fd) {
        if (fd >= 0) {
            open.add(fd);
        }
        return fd;
    }

    /** The two ends of a pipe, made without the object under test. */
    int[] pipe() throws ErrnoException {
        int[] pipe = Posix.get().io().pipe();
        later(pipe[0]);
        later(pipe[1]);
        return pipe;
    }

    int[] sockets(int type) throws ErrnoException {
        int[] pair = Posix.get().sockets().socketpair(posixkit.constants.Sock.AF_UNIX, type, 0);
        later(pair[0]);
        later(pair[1]);
        return pair;
    }

    static String text(byte[] bytes, long length) {
        return length < 0 ? "" : Names.of(java.util.Arrays.copyOf(bytes, (int) length));
    }

    @Override
    public void close() throws IOException {
        for (int fd : open) {
            Posix.get().io().closeOrErrno(fd);
        }
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
