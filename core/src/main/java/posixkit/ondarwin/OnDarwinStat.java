package posixkit.ondarwin;

import java.time.Instant;
import posixkit.file.Stat;

/**
 * Information about a file, with the values that only macOS has. On macOS, every {@link Stat} object implements this interface.
 */
public interface OnDarwinStat extends Stat {
    /** Returns the whole seconds of {@link #birthtime}, counted from 1970. */
    long birthtimeSec();

    /** Returns the nanoseconds of {@link #birthtime} beyond its whole seconds. */
    long birthtimeNsec();

    /**
     * Returns the time when the file was created. If a program sets {@link #mtime} to an earlier time, the kernel also sets the
     * creation time to that earlier time.
     */
    default Instant birthtime() {
        return Instant.ofEpochSecond(birthtimeSec(), birthtimeNsec());
    }

    /**
     * Returns the flags of the file: {@code UF_…} and {@code SF_…} constants. {@link OnDarwinFiles#chflags} sets the flags. The
     * owner of the file can set {@code UF_…} flags. Root can also set {@code SF_…} flags.
     */
    int flags();

    /**
     * Returns the generation number of the file: how often its inode number was used before. If the user is not root, the value
     * is always 0.
     */
    int gen();

    /** Returns a copy of this object. Later changes of this object do not change the copy. */
    @Override
    OnDarwinStat copy();
}
