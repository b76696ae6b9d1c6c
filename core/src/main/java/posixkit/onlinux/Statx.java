package posixkit.onlinux;

import java.time.Instant;

/**
 * Information about a file that {@link OnLinuxFiles#statx} reads. {@link OnLinuxFiles#newStatx} creates an object. Read a value
 * only if {@link #mask} says that the file system has it. {@link posixkit.file.Stat} explains the values that both have.
 */
public interface Statx {
    /** Returns which values the kernel has filled in: the constants {@code STATX_…}, for example {@code STATX_BTIME}. */
    int mask();

    /** Returns the properties of the file, for example {@code STATX_ATTR_IMMUTABLE}, among those in {@link #attributesMask}. */
    long attributes();

    /** Returns which properties the file system has. */
    long attributesMask();

    /** Returns the type and the permissions. */
    int mode();

    /** Returns the number of the file in its file system. */
    long ino();

    /** Returns the size in bytes. */
    long size();

    /** Returns the number of hard links. */
    int nlink();

    /** Returns the owner's id. */
    int uid();

    /** Returns the group's id. */
    int gid();

    /** Returns the size in bytes that is best for reading and writing. */
    int blksize();

    /** Returns how many units of 512 bytes the file takes. */
    long blocks();

    /** Returns the major number of the device that contains the file. */
    int devMajor();

    /** Returns the minor number of the device that contains the file. */
    int devMinor();

    /** Returns the major number of the device that the file is, if it is a device. */
    int rdevMajor();

    /** Returns the minor number of the device that the file is, if it is a device. */
    int rdevMinor();

    /** Returns the number of the mount, if {@link #mask} contains {@code STATX_MNT_ID} (Linux 5.8). */
    long mntId();

    /** Returns the seconds of the time of creation. */
    long btimeSec();

    /** Returns the nanoseconds of the time of creation. */
    int btimeNsec();

    /** Returns the seconds of the time of the last access. */
    long atimeSec();

    /** Returns the nanoseconds of the time of the last access. */
    int atimeNsec();

    /** Returns the seconds of the time of the last write. */
    long mtimeSec();

    /** Returns the nanoseconds of the time of the last write. */
    int mtimeNsec();

    /** Returns the seconds of the time of the last change of the content or of the information about the file. */
    long ctimeSec();

    /** Returns the nanoseconds of the time of the last change of the content or of the information about the file. */
    int ctimeNsec();

    /** Returns the time of creation, if {@link #mask} contains {@code STATX_BTIME}. */
    default Instant btime() {
        return Instant.ofEpochSecond(btimeSec(), btimeNsec());
    }

    /** Returns the time of the last access. */
    default Instant atime() {
        return Instant.ofEpochSecond(atimeSec(), atimeNsec());
    }

    /** Returns the time of the last write. */
    default Instant mtime() {
        return Instant.ofEpochSecond(mtimeSec(), mtimeNsec());
    }

    /** Returns the time of the last change of the content or of the information about the file. */
    default Instant ctime() {
        return Instant.ofEpochSecond(ctimeSec(), ctimeNsec());
    }
}
