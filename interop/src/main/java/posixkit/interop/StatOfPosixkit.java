package posixkit.interop;

import java.util.Objects;
import jnr.ffi.NativeType;
import jnr.ffi.Runtime;
import jnr.ffi.StructLayout;
import jnr.posix.BaseFileStat;
import jnr.posix.NanosecondFileStat;
import jnr.posix.NativePOSIX;
import posixkit.ErrnoException;
import posixkit.Posix;
import posixkit.Struct;
import posixkit.file.Stat;

/**
 * A {@link jnr.posix.FileStat} whose members posixkit reads. Its memory has the layout of {@code struct stat}, so jnr-posix's own
 * calls can fill it too.
 */
final class StatOfPosixkit extends BaseFileStat implements NanosecondFileStat {
    private final Posix system;
    private final Stat stat;

    StatOfPosixkit(NativePOSIX owner, Posix posix) {
        this(owner, posix, posix.io().newStat());
    }

    private StatOfPosixkit(NativePOSIX owner, Posix posix, Stat stat) {
        super(owner, new Size(((Struct) stat).bytes().length));
        system = posix;
        this.stat = stat;
    }

    /** The layout of a structure of which only the size is known. */
    private static final class Size extends StructLayout {
        Size(int bytes) {
            super(Runtime.getSystemRuntime());
            new Padding(NativeType.SCHAR, bytes);
        }
    }

    /** Returns the structure that posixkit fills. The caller then calls {@link #keep}. */
    Stat stat() {
        return stat;
    }

    /** Copies the structure that posixkit filled to the memory of this object. */
    void keep() {
        ErrnoCalls.store(stat, memory);
    }

    /** Returns the members as they are in the memory, which jnr-posix may have filled. */
    private Stat members() {
        ErrnoCalls.load(stat, memory, 0);
        return stat;
    }

    @Override
    public long atime() {
        return members().atimeSec();
    }

    @Override
    public long aTimeNanoSecs() {
        return members().atimeNsec();
    }

    @Override
    public long mtime() {
        return members().mtimeSec();
    }

    @Override
    public long mTimeNanoSecs() {
        return members().mtimeNsec();
    }

    @Override
    public long ctime() {
        return members().ctimeSec();
    }

    @Override
    public long cTimeNanoSecs() {
        return members().ctimeNsec();
    }

    @Override
    public long blocks() {
        return members().blocks();
    }

    @Override
    public long blockSize() {
        return members().blksize();
    }

    @Override
    public long dev() {
        return members().dev();
    }

    @Override
    public int gid() {
        return members().gid();
    }

    @Override
    public long ino() {
        return members().ino();
    }

    @Override
    public int mode() {
        return members().mode();
    }

    @Override
    public int nlink() {
        return (int) members().nlink();
    }

    @Override
    public long rdev() {
        return members().rdev();
    }

    @Override
    public long st_size() {
        return members().size();
    }

    @Override
    public int uid() {
        return members().uid();
    }

    @Override
    public int major(long dev) {
        return system.files().major(dev);
    }

    @Override
    public int minor(long dev) {
        return system.files().minor(dev);
    }

    /** Returns true if this process is in the group: its real or effective group, or one of its supplementary groups. */
    @Override
    public boolean groupMember(int gid) {
        try {
            return super.groupMember(gid) || system.ids().isGroupMember(gid);
        } catch (ErrnoException e) {
            throw new IllegalStateException("the groups of this process cannot be read", e);
        }
    }

    @Override
    public String toString() {
        return Objects.toString(members());
    }
}
