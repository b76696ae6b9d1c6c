package posixkit.interop;

import static posixkit.constants.Mode.S_IRGRP;
import static posixkit.constants.Mode.S_IROTH;
import static posixkit.constants.Mode.S_IRUSR;
import static posixkit.constants.Mode.S_ISGID;
import static posixkit.constants.Mode.S_ISUID;
import static posixkit.constants.Mode.S_ISVTX;
import static posixkit.constants.Mode.S_IWGRP;
import static posixkit.constants.Mode.S_IWOTH;
import static posixkit.constants.Mode.S_IWUSR;
import static posixkit.constants.Mode.S_IXGRP;
import static posixkit.constants.Mode.S_IXOTH;
import static posixkit.constants.Mode.S_IXUSR;

import jnr.posix.FileStat;
import jnr.posix.NanosecondFileStat;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.file.Stat;
import posixkit.id.Ids;

/** A {@link FileStat} whose values are those of a {@link Stat}. */
final class StatView implements NanosecondFileStat {
    private final Stat stat;

    StatView(Stat stat) {
        this.stat = stat;
    }

    @Override
    public long atime() {
        return stat.atimeSec();
    }

    @Override
    public long aTimeNanoSecs() {
        return stat.atimeNsec();
    }

    @Override
    public long mtime() {
        return stat.mtimeSec();
    }

    @Override
    public long mTimeNanoSecs() {
        return stat.mtimeNsec();
    }

    @Override
    public long ctime() {
        return stat.ctimeSec();
    }

    @Override
    public long cTimeNanoSecs() {
        return stat.ctimeNsec();
    }

    @Override
    public long blocks() {
        return stat.blocks();
    }

    @Override
    public long blockSize() {
        return stat.blksize();
    }

    @Override
    public long dev() {
        return stat.dev();
    }

    @Override
    public long ino() {
        return stat.ino();
    }

    @Override
    public int nlink() {
        return (int) Math.min(stat.nlink(), Integer.MAX_VALUE);
    }

    @Override
    public int mode() {
        return stat.mode();
    }

    @Override
    public int uid() {
        return stat.uid();
    }

    @Override
    public int gid() {
        return stat.gid();
    }

    @Override
    public long rdev() {
        return stat.rdev();
    }

    @Override
    public long st_size() {
        return stat.size();
    }

    @Override
    public int major(long device) {
        return Posix.get().files().major(device);
    }

    @Override
    public int minor(long device) {
        return Posix.get().files().minor(device);
    }

    @Override
    public String ftype() {
        if (isFile()) {
            return "file";
        } else if (isDirectory()) {
            return "directory";
        } else if (isCharDev()) {
            return "characterSpecial";
        } else if (isBlockDev()) {
            return "blockSpecial";
        } else if (isFifo()) {
            return "fifo";
        } else if (isSymlink()) {
            return "link";
        } else if (isSocket()) {
            return "socket";
        }
        return "unknown";
    }

    @Override
    public boolean isFile() {
        return stat.isRegularFile();
    }

    @Override
    public boolean isDirectory() {
        return stat.isDirectory();
    }

    @Override
    public boolean isCharDev() {
        return stat.isCharacterDevice();
    }

    @Override
    public boolean isBlockDev() {
        return stat.isBlockDevice();
    }

    @Override
    public boolean isFifo() {
        return stat.isFifo();
    }

    @Override
    public boolean isNamedPipe() {
        return stat.isFifo();
    }

    @Override
    public boolean isSymlink() {
        return stat.isSymbolicLink();
    }

    @Override
    public boolean isSocket() {
        return stat.isSocket();
    }

    @Override
    public boolean isEmpty() {
        return stat.size() == 0;
    }

    @Override
    public boolean isIdentical(FileStat other) {
        return other.dev() == dev() && other.ino() == ino();
    }

    @Override
    public boolean isSetuid() {
        return has(S_ISUID);
    }

    @Override
    public boolean isSetgid() {
        return has(S_ISGID);
    }

    @Override
    public boolean isSticky() {
        return has(S_ISVTX);
    }

    @Override
    public boolean isOwned() {
        return ids().geteuid() == uid();
    }

    @Override
    public boolean isROwned() {
        return ids().getuid() == uid();
    }

    @Override
    public boolean isGroupOwned() {
        return groupMember(gid());
    }

    @Override
    public boolean groupMember(int gid) {
        try {
            return ids().getgid() == gid || ids().getegid() == gid || ids().isGroupMember(gid);
        } catch (ErrnoException e) {
            throw new IllegalStateException("the groups of this process cannot be read", e);
        }
    }

    @Override
    public boolean isReadable() {
        return ids().geteuid() == 0 || permits(isOwned(), S_IRUSR, S_IRGRP, S_IROTH);
    }

    @Override
    public boolean isReadableReal() {
        return ids().getuid() == 0 || permits(isROwned(), S_IRUSR, S_IRGRP, S_IROTH);
    }

    @Override
    public boolean isWritable() {
        return ids().geteuid() == 0 || permits(isOwned(), S_IWUSR, S_IWGRP, S_IWOTH);
    }

    @Override
    public boolean isWritableReal() {
        return ids().getuid() == 0 || permits(isROwned(), S_IWUSR, S_IWGRP, S_IWOTH);
    }

    /** The super-user may execute a file if anybody may. */
    @Override
    public boolean isExecutable() {
        return ids().geteuid() == 0 ? has(S_IXUSR | S_IXGRP | S_IXOTH) : permits(isOwned(), S_IXUSR, S_IXGRP, S_IXOTH);
    }

    @Override
    public boolean isExecutableReal() {
        return ids().getuid() == 0 ? has(S_IXUSR | S_IXGRP | S_IXOTH) : permits(isROwned(), S_IXUSR, S_IXGRP, S_IXOTH);
    }

    /** The permissions of the owner are all that counts for the owner, and those of the group for its members. */
    private boolean permits(boolean owned, int owner, int group, int others) {
        return has(owned ? owner : isGroupOwned() ? group : others);
    }

    private boolean has(int bits) {
        return (mode() & bits) != 0;
    }

    private static Ids ids() {
        return Posix.get().ids();
    }

    @Override
    public String toString() {
        return stat.toString();
    }
}
