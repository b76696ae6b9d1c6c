package posixkit.ondarwin;

import java.time.Instant;
import posixkit.file.Stat;

/** What only macOS knows about a file. On macOS every {@link Stat} is one of these. */
public interface OnDarwinStat extends Stat {
    /** Returns the seconds of {@link #birthtime}. */
    long birthtimeSec();

    /** Returns the nanoseconds of {@link #birthtime}. */
    long birthtimeNsec();

    /** Returns the time of creation. Setting {@link #mtime} to an earlier time moves this time back too. */
    default Instant birthtime() {
        return Instant.ofEpochSecond(birthtimeSec(), birthtimeNsec());
    }

    /** Returns the file flags. The owner can set {@code UF_…}, root also {@code SF_…}, with {@link OnDarwinFiles#chflags}. */
    int flags();

    /** Returns the generation: how often the inode number was used before. It is 0 for users other than root. */
    int gen();

    /** Returns a copy, which later calls on this one do not change. */
    @Override
    OnDarwinStat copy();
}
