package posixkit.ffi;

import com.kenai.jffi.LastError;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import posixkit.Target;
import posixkit.unix.Lazy;

/**
 * Loads the native library of jffi. This library is in a jar, and the JVM can load it only from a file. jffi itself would copy it
 * into a file in {@code java.io.tmpdir}, usually {@code /tmp}, where every user may create files. This class creates a new
 * directory there that only the user of this process may enter. It copies the library into the new directory and lets jffi load it
 * from there. Afterwards it deletes the directory.
 *
 * <p>jffi also takes more time for a copy: it looks for a random name, which loads many classes of the JDK.
 */
final class JffiLibrary {
    /**
     * The property of jffi that names the directory into which jffi copies its library. If the user has set this property or
     * {@link #PATH}, this class leaves everything to jffi.
     */
    static final String DIRECTORY = "jffi.extract.dir";

    /** The property of jffi that names the directory with a copy of its library. */
    static final String PATH = "jffi.boot.library.path";

    /** The name of jffi's library. Its number is the version of the library, not the version of jffi. */
    private static final String NAME = "jffi-1.2";

    /** The number of names that {@link #directory} tries. */
    private static final int ATTEMPTS = 100;

    private static final Lazy<LastError> LOADED = new Lazy<>() {
        @Override
        protected LastError make() {
            return loadOnce();
        }
    };

    private JffiLibrary() {}

    /** Loads the library. Call this method before any other use of jffi. If the library is already loaded, nothing happens. */
    static void load() {
        LOADED.get();
    }

    /** Loads the library and returns an object of jffi that needs the library. */
    private static LastError loadOnce() {
        boolean isChosen = System.getProperty(DIRECTORY) != null || System.getProperty(PATH) != null;
        File directory = isChosen ? null : directory();
        if (directory == null) {
            return lastError();
        }
        // If the directory has no copy that jffi can load, jffi makes its own copy there.
        copy(directory);
        System.setProperty(PATH, directory.getPath());
        System.setProperty(DIRECTORY, directory.getPath());
        try {
            return lastError();
        } finally {
            System.clearProperty(PATH);
            System.clearProperty(DIRECTORY);
            delete(directory);
        }
    }

    private static LastError lastError() {
        try {
            return LastError.getInstance();
        } catch (UnsatisfiedLinkError e) {
            String denial = Denial.message(e, LastError.class.getModule().getName());
            if (denial == null) {
                throw e;
            }
            UnsatisfiedLinkError denied = new UnsatisfiedLinkError(denial);
            denied.initCause(e);
            throw denied;
        }
    }

    /**
     * Creates a directory that only the user of this process may enter. Returns null if the directory cannot be created. Then jffi
     * tries {@code java.io.tmpdir} itself. If jffi fails too, its error says which properties help.
     */
    static File directory() {
        String tmp = System.getProperty("java.io.tmpdir");
        var onlyMine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        for (int i = 0; i < ATTEMPTS; i++) {
            // Another user may guess the name. This does no harm: the JDK creates a directory, or it throws.
            Path path = Path.of(tmp, "posixkit-" + Long.toUnsignedString(System.nanoTime()));
            try {
                return Files.createDirectory(path, onlyMine).toFile();
            } catch (FileAlreadyExistsException e) {
                continue;
            } catch (IOException e) {
                return null;
            }
        }
        return null;
    }

    /** Copies the library into {@code directory}, unless the jar has no library for this computer or the copy fails. */
    private static void copy(File directory) {
        String file = System.mapLibraryName(NAME);
        String resource = Target.HOST_IS_DARWIN
                ? "jni/Darwin/lib" + NAME + ".jnilib"
                : "jni/" + (Target.HOST_IS_X86_64 ? "x86_64" : "aarch64") + "-Linux/" + file;
        try (InputStream from = LastError.class.getClassLoader().getResourceAsStream(resource)) {
            if (from != null) {
                try (OutputStream to = new FileOutputStream(new File(directory, file))) {
                    from.transferTo(to);
                }
            }
        } catch (IOException e) {
            // For example, the disk is full. jffi now tries to make a copy; its error names the reason.
            delete(directory, file);
        }
    }

    /** Deletes the directory and what is in it. */
    private static void delete(File directory) {
        String[] files = directory.list();
        for (String file : files == null ? new String[0] : files) {
            delete(directory, file);
        }
        directory.delete();
    }

    private static void delete(File directory, String file) {
        new File(directory, file).delete();
    }
}
