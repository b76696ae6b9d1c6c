package posixkit.examples.doctor;

import static posixkit.constants.Open.O_CREAT;
import static posixkit.constants.Open.O_EXCL;
import static posixkit.constants.Open.O_RDWR;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import posixkit.Fd;
import posixkit.Posix;

/** A temporary directory. The checks create files in it, and nowhere else. {@link #close} removes it with everything in it. */
final class Workplace implements AutoCloseable {
    private static final int OWNER_ONLY = 0600;

    private final Posix posix;
    private final Path directory;
    /** Removes the directory if the user interrupts the program. */
    private final Thread atEnd = new Thread(this::removeAtEnd);

    private int count;

    Workplace(Posix posix) throws IOException {
        this.posix = posix;
        // Without symbolic links in the path, because the kernel returns such paths, for example from getcwd.
        directory = Files.createTempDirectory("pk-doctor").toRealPath();
        Runtime.getRuntime().addShutdownHook(atEnd);
    }

    Path directory() {
        return directory;
    }

    /** Returns a path in this directory that no check used before. Nothing has this path yet. */
    Path path(String name) {
        return directory.resolve(name + ++count);
    }

    /** Creates a file with {@code content} by the JDK. */
    Path file(String content) throws IOException {
        return Files.write(path("file"), content.getBytes(StandardCharsets.UTF_8));
    }

    /** Creates a file with {@code content} by the JDK, and opens it for reading and writing. */
    Fd open(String content) throws IOException {
        return open(file(content), O_RDWR);
    }

    Fd open(Path path, int flags) throws IOException {
        return posix.io().own(posix.files().open(path.toString(), flags));
    }

    Fd create(Path path) throws IOException {
        return posix.io().own(posix.files().open(path.toString(), O_RDWR | O_CREAT | O_EXCL, OWNER_ONLY));
    }

    @Override
    public void close() throws IOException {
        remove();
        Runtime.getRuntime().removeShutdownHook(atEnd);
    }

    private void removeAtEnd() {
        try {
            remove();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void remove() throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
