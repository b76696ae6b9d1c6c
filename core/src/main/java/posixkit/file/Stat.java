package posixkit.file;

import static posixkit.constants.Mode.S_IFBLK;
import static posixkit.constants.Mode.S_IFCHR;
import static posixkit.constants.Mode.S_IFDIR;
import static posixkit.constants.Mode.S_IFIFO;
import static posixkit.constants.Mode.S_IFLNK;
import static posixkit.constants.Mode.S_IFMT;
import static posixkit.constants.Mode.S_IFREG;
import static posixkit.constants.Mode.S_IFSOCK;

import java.time.Instant;

/**
 * Information about a file, for example its size, owner and permissions (the native {@code struct stat}).
 * {@link FileTree#newStat} creates an empty structure. The same structure can be filled many times.
 *
 * <p>Linux and macOS store some members with different sizes. Each method returns a Java type that is large enough for both
 * operating systems, so the same Java code works on Linux and macOS. The result of {@link #ino} is unsigned. Device numbers are
 * unsigned 64-bit numbers on Linux and signed 32-bit numbers on macOS. {@link posixkit.ondarwin.OnDarwinStat} has the members
 * that exist only on macOS.
 */
public interface Stat {
    /** Returns the number of the device that contains the file. Together with {@link #ino}, this number identifies the file. */
    long dev();

    /** Returns the inode number: the number of the file on its device. */
    long ino();

    /** Returns the number of names (hard links) of the file. */
    long nlink();

    /**
     * Returns the type and the permissions of the file as one number. The constants for the type are, for example,
     * {@code S_IFREG} and {@code S_IFDIR}. The constants for the permissions are, for example, {@code S_IRUSR} and
     * {@code S_IWUSR}.
     */
    int mode();

    /** Returns the user id of the owner of the file. */
    int uid();

    /** Returns the group id of the file. */
    int gid();

    /** Returns the number of the device that a device file represents. For other files, this number has no meaning. */
    long rdev();

    /** Returns the length of the file in bytes. For a symbolic link, this is the length of the path that the link contains. */
    long size();

    /** Returns the number of bytes that the file system recommends for one read or write. */
    long blksize();

    /**
     * Returns the number of disk blocks that the file uses. Each of these blocks has 512 bytes, whatever {@link #blksize} is.
     * A file with holes (ranges that were never written) uses fewer blocks than its {@link #size} would require.
     */
    long blocks();

    /**
     * Returns the time of the last access in whole seconds since the start of 1970 (UTC). {@link #atimeNsec} returns the
     * nanoseconds to add. {@link #atime} returns the complete time as an {@link Instant}.
     */
    long atimeSec();

    /** Returns the nanoseconds (0 to 999,999,999) to add to {@link #atimeSec} to get the time of the last access. */
    long atimeNsec();

    /**
     * Returns the time of the last write in whole seconds since the start of 1970 (UTC). {@link #mtimeNsec} returns the
     * nanoseconds to add. {@link #mtime} returns the complete time as an {@link Instant}.
     */
    long mtimeSec();

    /** Returns the nanoseconds (0 to 999,999,999) to add to {@link #mtimeSec} to get the time of the last write. */
    long mtimeNsec();

    /**
     * Returns the time of the last change of the file's content or metadata, in whole seconds since the start of 1970 (UTC).
     * {@link #ctimeNsec} returns the nanoseconds to add. {@link #ctime} returns the complete time as an {@link Instant}.
     */
    long ctimeSec();

    /**
     * Returns the nanoseconds (0 to 999,999,999) to add to {@link #ctimeSec} to get the time of the last change of the file's
     * content or metadata.
     */
    long ctimeNsec();

    /** Returns the time when the file was last read. */
    default Instant atime() {
        return Instant.ofEpochSecond(atimeSec(), atimeNsec());
    }

    /** Returns the time when the content of the file was last written. */
    default Instant mtime() {
        return Instant.ofEpochSecond(mtimeSec(), mtimeNsec());
    }

    /**
     * Returns the time of the last change of the file's content or metadata, for example its permissions. The kernel sets this
     * time. No method can set it to a chosen value.
     */
    default Instant ctime() {
        return Instant.ofEpochSecond(ctimeSec(), ctimeNsec());
    }

    /**
     * Returns the lower twelve bits of {@link #mode}: the read, write and execute permissions, the two set-id bits and the sticky
     * bit.
     */
    default int permissions() {
        return mode() & ~S_IFMT;
    }

    /** Returns true if the file is a regular file. */
    default boolean isRegularFile() {
        return (mode() & S_IFMT) == S_IFREG;
    }

    /** Returns true if the file is a directory. */
    default boolean isDirectory() {
        return (mode() & S_IFMT) == S_IFDIR;
    }

    /** Returns true if the file is a symbolic link. */
    default boolean isSymbolicLink() {
        return (mode() & S_IFMT) == S_IFLNK;
    }

    /** Returns true if the file is a FIFO (a pipe with a name). */
    default boolean isFifo() {
        return (mode() & S_IFMT) == S_IFIFO;
    }

    /** Returns true if the file is a socket. */
    default boolean isSocket() {
        return (mode() & S_IFMT) == S_IFSOCK;
    }

    /** Returns true if the file is a character device. */
    default boolean isCharacterDevice() {
        return (mode() & S_IFMT) == S_IFCHR;
    }

    /** Returns true if the file is a block device. */
    default boolean isBlockDevice() {
        return (mode() & S_IFMT) == S_IFBLK;
    }

    /** Returns a copy of this structure. If this structure is filled again later, the copy does not change. */
    Stat copy();
}
