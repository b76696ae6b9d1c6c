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
 * What the system knows about a file ({@code struct stat}). {@link FileTree#newStat} makes one; it can be filled many times.
 *
 * <p>Each member is as wide as on the widest system, so that code compiles for all systems. {@code ino} is unsigned. Device numbers
 * are unsigned 64 bits on Linux and signed 32 bits on macOS. {@link posixkit.ondarwin.OnDarwinStat} has the members that only macOS
 * has.
 */
public interface Stat {
    /** Returns the device that holds the file. Together with {@link #ino} it identifies the file. */
    long dev();

    /** Returns the number of the file on its device. */
    long ino();

    /** Returns the number of names the file has. */
    long nlink();

    /** Returns the type ({@code S_IF…}) and the permissions ({@code S_I…}) of the file. */
    int mode();

    /** Returns the owner. */
    int uid();

    /** Returns the group. */
    int gid();

    /** Returns the device that a device file stands for. */
    long rdev();

    /** Returns the length in bytes; for a symbolic link, the length of its target. */
    long size();

    /** Returns the block size that the file system prefers for reading. */
    long blksize();

    /**
     * Returns the number of blocks in use. A block here is always 512 bytes, whatever {@link #blksize} is. A file with holes uses fewer
     * blocks than its size suggests.
     */
    long blocks();

    /** Returns the seconds of {@link #atime}. */
    long atimeSec();

    /** Returns the nanoseconds of {@link #atime}. */
    long atimeNsec();

    /** Returns the seconds of {@link #mtime}. */
    long mtimeSec();

    /** Returns the nanoseconds of {@link #mtime}. */
    long mtimeNsec();

    /** Returns the seconds of {@link #ctime}. */
    long ctimeSec();

    /** Returns the nanoseconds of {@link #ctime}. */
    long ctimeNsec();

    /** Returns the time of the last access. */
    default Instant atime() {
        return Instant.ofEpochSecond(atimeSec(), atimeNsec());
    }

    /** Returns the time of the last write. */
    default Instant mtime() {
        return Instant.ofEpochSecond(mtimeSec(), mtimeNsec());
    }

    /** Returns the time of the last change of the file or of what is known about it, such as permissions. No call can set it. */
    default Instant ctime() {
        return Instant.ofEpochSecond(ctimeSec(), ctimeNsec());
    }

    /** Returns the lower twelve bits of {@link #mode}: permissions, set-id and sticky. */
    default int permissions() {
        return mode() & ~S_IFMT;
    }

    /** Returns true for a regular file. */
    default boolean isRegularFile() {
        return (mode() & S_IFMT) == S_IFREG;
    }

    /** Returns true for a directory. */
    default boolean isDirectory() {
        return (mode() & S_IFMT) == S_IFDIR;
    }

    /** Returns true for a symbolic link. */
    default boolean isSymbolicLink() {
        return (mode() & S_IFMT) == S_IFLNK;
    }

    /** Returns true for a FIFO. */
    default boolean isFifo() {
        return (mode() & S_IFMT) == S_IFIFO;
    }

    /** Returns true for a socket. */
    default boolean isSocket() {
        return (mode() & S_IFMT) == S_IFSOCK;
    }

    /** Returns true for a character device. */
    default boolean isCharacterDevice() {
        return (mode() & S_IFMT) == S_IFCHR;
    }

    /** Returns true for a block device. */
    default boolean isBlockDevice() {
        return (mode() & S_IFMT) == S_IFBLK;
    }

    /** Returns a copy, which later calls on this one do not change. */
    Stat copy();
}
