package posixkit;

import java.io.Serializable;
import posixkit.constants.At;
import posixkit.print.Printer;

/**
 * Describes the object of a failed call, for the message of the exception. A subject is either a text (for example
 * {@code fd 7}) or one or two paths with the directory descriptors that they are relative to. The record keeps the paths as the
 * caller passed them. {@link #toString} builds the text only when it is needed.
 */
record Subject(String text, int dirfd, String path, int otherfd, String other) implements Serializable {
    static Subject ofText(String text) {
        return text == null ? null : new Subject(text, At.AT_FDCWD, null, At.AT_FDCWD, null);
    }

    static Subject ofNumber(String kind, long number) {
        return ofText(kind + " " + number);
    }

    static Subject ofPathsAt(int dirfd, String path, int otherfd, String other) {
        return new Subject(null, dirfd, path, otherfd, other);
    }

    /**
     * Returns the file name that {@link ErrnoException#asNioException} puts into its exception. If this subject has a text, the
     * text takes the place of the file name. Otherwise the file name is the first path, as the caller passed it.
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
        return other == null ? first : first + " -> " + place(otherfd, other);
    }

    private static String place(int dirfd, String path) {
        return (dirfd == At.AT_FDCWD ? "" : "fd " + dirfd + " ") + Printer.quoted(path);
    }
}
