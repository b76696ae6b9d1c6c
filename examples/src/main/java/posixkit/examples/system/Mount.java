package posixkit.examples.system;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A mounted file system. {@code id} and {@code device}, which is {@code major:minor}, are what Linux calls it. {@code root} is the
 * directory of the file system that is seen at {@code target}; it is {@code /}, except for bind mounts.
 */
record Mount(long id, String device, String root, String source, String target, String type, String options) {
    private static final String WRITABLE = "rw";
    private static final String READ_ONLY = "ro";

    /** Returns the source, and the directory in it in brackets, as findmnt shows it. */
    String sourceAndRoot() {
        return root.equals("/") ? source : source + "[" + root + "]";
    }

    /** Joins the options of a mount and those of its file system. The mount is writable if neither is read-only. */
    static String joined(String ofMount, String ofFileSystem) {
        Set<String> all = new LinkedHashSet<>();
        all.add(WRITABLE);
        List<String> options = new ArrayList<>(Arrays.asList(ofMount.split(",")));
        options.addAll(Arrays.asList(ofFileSystem.split(",")));
        boolean isReadOnly = options.contains(READ_ONLY);
        all.addAll(options);
        all.remove(READ_ONLY);
        String joined = String.join(",", all);
        return isReadOnly ? READ_ONLY + joined.substring(WRITABLE.length()) : joined;
    }
}
