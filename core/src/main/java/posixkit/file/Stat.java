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
 * What the system knows about a file ({@code struct stat}). Made by {@link FileTree#newStat}, to be kept and filled again.
 *
 * <p>Widths are those of the widest system, so that code reading a {@code Stat} compiles for all; {@code ino} is
 * unsigned. Device numbers are the system's own: unsigned 64 bits on Linux, signed 32 on macOS. What only macOS tells is in
 * {@link posixkit.ondarwin.OnDarwinStat}.
 */
public interface Stat {
    /** The device the file lives on. With {@link #ino} it tells the file from every other. */
    long dev();

    /** The file's number on its device. */
    long ino();

    /** How many names it has. */
    long nlink();

    /** Type and permissions in one, as {@code S_IF…} and {@code S_I…} take them apart. */
    int mode();

    /** The owner. */
    int uid();

    /** The group. */
    int gid();

    /** For a device node: the device it stands for. */
    long rdev();

    /** Bytes; for a symbolic link, those of its target's name. */
    long size();

    /** The size the file system likes to be read in. */
    long blksize();

    /** Blocks of 512 bytes in use, whatever {@link #blksize} is. A file with holes has fewer than its size suggests. */
    long blocks();

    long atimeSec();

    long atimeNsec();

    long mtimeSec();

    long mtimeNsec();

    long ctimeSec();

    long ctimeNsec();

    /** Last read. */
    default Instant atime() {
        return Instant.ofEpochSecond(atimeSec(), atimeNsec());
    }

    /** Last write. */
    default Instant mtime() {
        return Instant.ofEpochSecond(mtimeSec(), mtimeNsec());
    }

    /** Last change of anything, the name count and the permissions included. Nobody can set it. */
    default Instant ctime() {
        return Instant.ofEpochSecond(ctimeSec(), ctimeNsec());
    }

    /** The lower twelve bits of {@link #mode}: permissions, set-id and sticky. */
    default int permissions() {
        return mode() & ~S_IFMT;
    }

    default boolean isRegularFile() {
        return (mode() & S_IFMT) == S_IFREG;
    }

    default boolean isDirectory() {
        return (mode() & S_IFMT) == S_IFDIR;
    }

    default boolean isSymbolicLink() {
        return (mode() & S_IFMT) == S_IFLNK;
    }

    default boolean isFifo() {
        return (mode() & S_IFMT) == S_IFIFO;
    }

    default boolean isSocket() {
        return (mode() & S_IFMT) == S_IFSOCK;
    }

    default boolean isCharacterDevice() {
        return (mode() & S_IFMT) == S_IFCHR;
    }

    default boolean isBlockDevice() {
        return (mode() & S_IFMT) == S_IFBLK;
    }

    /** Returns a copy, which later calls on this one do not change. */
    Stat copy();
}
