package posixkit.interop;

import java.util.Objects;
import jnr.posix.FileStat;
import jnr.posix.NanosecondFileStat;
import posixkit.file.Stat;

/** Converts information about files between {@link Stat} of posixkit and {@link FileStat} of jnr-posix. */
public final class FileStats {
    private FileStats() {}

    /**
     * Returns a view of {@code stat} for code that takes a {@link FileStat}. If {@code stat} is filled again, the view changes
     * too. To prevent this, pass {@link Stat#copy stat.copy()}.
     *
     * <p>The methods that compare permissions with the users and groups of this process, for example {@code isReadable}, ask
     * {@code Posix.get()} at each call. Unlike those of jnr-posix, they consider the supplementary groups, and {@code major} and
     * {@code minor} split device numbers as the operating system does.
     */
    public static NanosecondFileStat toJnr(Stat stat) {
        return new StatView(Objects.requireNonNull(stat, "stat"));
    }

    /**
     * Returns a copy of {@code stat}. If {@code stat} is no {@link NanosecondFileStat}, the nanoseconds of the copy are 0. A
     * {@code FileStat} of jnr-posix on Linux is a {@code NanosecondFileStat}.
     */
    public static Stat fromJnr(FileStat stat) {
        Objects.requireNonNull(stat, "stat");
        NanosecondFileStat exact = stat instanceof NanosecondFileStat nanoseconds ? nanoseconds : null;
        return new CopiedStat(
                stat.dev(),
                stat.ino(),
                stat.nlink(),
                stat.mode(),
                stat.uid(),
                stat.gid(),
                stat.rdev(),
                stat.st_size(),
                stat.blockSize(),
                stat.blocks(),
                stat.atime(),
                exact == null ? 0 : exact.aTimeNanoSecs(),
                stat.mtime(),
                exact == null ? 0 : exact.mTimeNanoSecs(),
                stat.ctime(),
                exact == null ? 0 : exact.cTimeNanoSecs());
    }

    /** Values that do not change. */
    private record CopiedStat(
            long dev,
            long ino,
            long nlink,
            int mode,
            int uid,
            int gid,
            long rdev,
            long size,
            long blksize,
            long blocks,
            long atimeSec,
            long atimeNsec,
            long mtimeSec,
            long mtimeNsec,
            long ctimeSec,
            long ctimeNsec)
            implements Stat {
        @Override
        public Stat copy() {
            return this;
        }
    }
}
