package posixkit.ondarwin;

import java.time.Instant;

/**
 * A reusable buffer for the attributes of many files, in memory outside the Java heap.
 * {@link OnDarwinAttributes#getattrlistbulk} fills it with the attributes of files of a directory, one entry for each file.
 * {@link #next} moves to the next entry, and the other methods return its data. Reading entries allocates nothing, except
 * {@link #name} and {@link #attributes}.
 *
 * <p>An attribute that the file system does not know is 0, "" or the beginning of 1970, and its constant is missing in
 * {@link #returned}.
 *
 * <p>A {@code BulkAttributes} object is not thread-safe.
 */
public interface BulkAttributes {
    /** Moves to the next entry. Returns true if there is one, and false after the last entry of the buffer. */
    boolean next();

    /**
     * Returns the attributes that the entry has, constants {@code ATTR_CMN_…} of {@link posixkit.ondarwin.constants.DarwinAttr}.
     *
     * @throws IllegalStateException if there is no current entry: {@link #next} was not called since the buffer was last filled,
     *     or it returned false. The other methods throw the same exception in this case
     */
    int returned();

    /**
     * Returns 0, or the errno with which reading the attributes of this file failed. An entry with an errno has at most a name
     * besides.
     */
    int error();

    /** Returns the name of the file in its directory. */
    String name();

    /** Returns the kind of the file, as {@link CommonAttributes#objtype} does. */
    int objtype();

    /** Returns the kind and the permissions of the file, as in {@link posixkit.file.Stat#mode}. */
    int accessmask();

    /** Returns the number of the file in its file system, an unsigned number. */
    long fileid();

    /** Returns all attributes of the entry. The times are {@link Instant#EPOCH} if they are unknown. */
    CommonAttributes attributes();
}
