package posixkit;

import java.io.Serializable;
import posixkit.constants.At;
import posixkit.print.Printer;

/**
 * Describes what a failed call was applied to, for example a path. The message of an {@link ErrnoException} contains this
 * description. A subject contains either a text, for example {@code fd 7}, or paths: one path or two paths. Each path has a
 * directory descriptor. A relative path is resolved against the directory of this descriptor. A subject with one path may also
 * contain the name of an extended attribute. The record keeps the paths as the caller passed them. {@link #toString} builds the description from the paths only when the program needs it.
 */
record Subject(String text, int dirfd, String path, int otherfd, String other, String attribute)
        implements Serializable {
    static Subject ofText(String text) {
        return text == null ? null : new Subject(text, At.AT_FDCWD, null, At.AT_FDCWD, null, null);
    }

    static Subject ofNumber(String kind, long number) {
        return ofText(kind + " " + number);
    }

    static Subject ofPathsAt(int dirfd, String path, int otherfd, String other) {
        return new Subject(null, dirfd, path, otherfd, other, null);
    }

    static Subject ofAttribute(String path, String attribute) {
        return new Subject(null, At.AT_FDCWD, path, At.AT_FDCWD, null, attribute);
    }

    static Subject ofAttribute(int fd, String attribute) {
        return ofText("fd " + fd + " " + Printer.quoted(attribute));
    }

    /**
     * Returns the file name for the exception that {@link ErrnoException#asNioException} creates. If this subject has a text,
     * returns the text instead of a file name. Otherwise returns the first path, as the caller of the failed call passed it.
     */
    String file() {
        return text == null ? path : text;
    }

    @Override
    public String toString() {
        if (text != null) {
            return text;
        }
        String first = place(dirfd, path);
        if (attribute != null) {
            return first + " " + Printer.quoted(attribute);
        }
        return other == null ? first : first + " -> " + place(otherfd, other);
    }

    private static String place(int dirfd, String path) {
        return (dirfd == At.AT_FDCWD ? "" : "fd " + dirfd + " ") + Printer.quoted(path);
    }
}
