package posixkit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static posixkit.constants.Mode.S_IFCHR;
import static posixkit.constants.Mode.S_IFMT;
import static posixkit.constants.Mode.S_IFREG;
import static posixkit.constants.Mode.S_IFSOCK;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Every test leaves the descriptors it found. What the JVM opens meanwhile, jars and libraries, is not the test's. Without
 * {@code /proc}, {@code /dev/fd} lists the descriptors. It does not say of what file they are, so regular files and devices, which the
 * JVM opens too, are not checked there.
 */
public final class Descriptors implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(Descriptors.class);

    /** When the JDK first closes a socket it opens one more, and keeps that: not a test's leak. */
    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        new ServerSocket(0).close();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        context.getStore(HERE).put("open", open());
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        assertEquals(context.getStore(HERE).get("open"), open(), "descriptors before and after the test");
    }

    private static SortedMap<Integer, String> open() throws IOException {
        return Gate.hasProc() ? open(target -> !isOfTheJvm(target)) : pipesSocketsAndDirectories();
    }

    /** Returns the types of the open descriptors that are no regular file and no device. */
    static SortedMap<Integer, String> pipesSocketsAndDirectories() throws IOException {
        SortedMap<Integer, String> types = new TreeMap<>();
        inDevFd("mode").forEach((fd, mode) -> {
            int type = (int) mode & S_IFMT;
            if (type != S_IFREG && type != S_IFCHR) {
                types.put(fd, Integer.toOctalString(type));
            }
        });
        return types;
    }

    /** Returns the open sockets. Asks {@code /dev/fd}, which both systems have. */
    public static SortedSet<Integer> sockets() throws IOException {
        SortedMap<Integer, Object> modes = inDevFd("mode");
        modes.values().removeIf(mode -> ((int) mode & S_IFMT) != S_IFSOCK);
        return new TreeSet<>(modes.keySet());
    }

    /** Returns the open descriptors of these files. Asks {@code /dev/fd}, which both systems have. */
    public static SortedSet<Integer> of(Path... files) throws IOException {
        Set<Object> inodes = new HashSet<>();
        for (Path file : files) {
            inodes.add(Files.getAttribute(file, "unix:ino"));
        }
        SortedMap<Integer, Object> open = inDevFd("ino");
        open.values().retainAll(inodes);
        return new TreeSet<>(open.keySet());
    }

    private static SortedMap<Integer, Object> inDevFd(String attribute) throws IOException {
        List<Path> entries;
        try (Stream<Path> listed = Files.list(Path.of("/dev/fd"))) {
            entries = listed.toList();
        }
        SortedMap<Integer, Object> open = new TreeMap<>();
        for (Path entry : entries) {
            Object value = ofOpen(entry, attribute);
            if (value != null) {
                open.put(Integer.parseInt(entry.getFileName().toString()), value);
            }
        }
        return open;
    }

    /** Returns null if the descriptor is closed by now: that of the listing is, and other threads close descriptors meanwhile. */
    private static Object ofOpen(Path entry, String attribute) throws IOException {
        try {
            return Files.getAttribute(entry, "unix:" + attribute);
        } catch (NoSuchFileException closed) {
            return null;
        }
    }

    /**
     * Returns the open descriptors whose targets in {@code /proc}, for example {@code socket:[17]}, match {@code target}. To see only its own
     * descriptors, a test must describe them: other threads of the JVM open and close descriptors meanwhile.
     */
    public static SortedSet<Integer> numbers(Predicate<String> target) throws IOException {
        return new TreeSet<>(open(target).keySet());
    }

    private static SortedMap<Integer, String> open(Predicate<String> wanted) throws IOException {
        SortedMap<Integer, String> open = new TreeMap<>();
        try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
            for (Path entry : entries.toList()) {
                String target = target(entry);
                if (target != null && wanted.test(target)) {
                    open.put(Integer.parseInt(entry.getFileName().toString()), target);
                }
            }
        }
        return open;
    }

    /** Null for a descriptor that was closed meanwhile. */
    private static String target(Path entry) {
        try {
            return Files.readSymbolicLink(entry).toString();
        } catch (IOException gone) {
            return null;
        }
    }

    /** True for files of the JVM, and for the descriptor that the listing itself used. */
    private static boolean isOfTheJvm(String target) {
        return target.endsWith(".jar")
                || target.endsWith(".so")
                || target.endsWith("/modules")
                || target.contains("/proc/")
                || target.startsWith("/sys/")
                || target.startsWith("/dev/") && target.endsWith("random");
    }
}
