package posixkit.ffi;

import com.kenai.jffi.LastError;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import posixkit.unix.Lazy;

/**
 * Loads the native library of jffi. jffi copies this library from its jar into a file, loads the file, and deletes it. Without
 * this class, the file would be in {@code java.io.tmpdir} itself, usually {@code /tmp}, where every user may create files. This
 * class creates a new directory there that only the user of this process may enter. jffi writes the file into the new directory.
 * Afterwards this class deletes the directory.
 */
final class JffiLibrary {
    /** The property of jffi that names the directory for the file. If the user has set it, jffi uses the user's directory. */
    static final String DIRECTORY = "jffi.extract.dir";

    private static final Lazy<LastError> LOADED = new Lazy<>(JffiLibrary::loadOnce);

    private JffiLibrary() {}

    /** Loads the library. Call this method before any other use of jffi. If the library is already loaded, nothing happens. */
    static void load() {
        LOADED.get();
    }

    /** Loads the library and returns an object of jffi that needs the library. */
    private static LastError loadOnce() {
        File directory = System.getProperty(DIRECTORY) == null ? directory() : null;
        if (directory == null) {
            return LastError.getInstance();
        }
        System.setProperty(DIRECTORY, directory.getPath());
        try {
            return LastError.getInstance();
        } finally {
            System.clearProperty(DIRECTORY);
            delete(directory);
        }
    }

    /**
     * Creates a directory that only the user of this process may enter. Returns null if the directory cannot be created. Then jffi
     * tries {@code java.io.tmpdir} itself. If jffi fails too, its error says which properties help.
     */
    static File directory() {
        try {
            Path path = Files.createTempDirectory(
                    "posixkit-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return path.toFile();
        } catch (IOException e) {
            return null;
        }
    }

    /** Deletes the directory, and the file in it, which is still there if it could not be loaded. */
    private static void delete(File directory) {
        File[] files = directory.listFiles();
        for (File file : files == null ? new File[0] : files) {
            file.delete();
        }
        directory.delete();
    }
}
