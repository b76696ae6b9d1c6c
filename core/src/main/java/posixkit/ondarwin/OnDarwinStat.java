package posixkit.ondarwin;

import java.time.Instant;
import posixkit.file.Stat;

/** What only macOS tells of a file. Every {@link Stat} made on macOS is one. */
public interface OnDarwinStat extends Stat {
    long birthtimeSec();

    long birthtimeNsec();

    /** When it was made. Setting {@link #mtime} to before moves it back as well. */
    default Instant birthtime() {
        return Instant.ofEpochSecond(birthtimeSec(), birthtimeNsec());
    }

    /** What {@link OnDarwinFiles#chflags} sets: {@code UF_…} are its owner's, {@code SF_…} root's. */
    int flags();

    /** How often its number has been given out before; 0 to all but root. */
    int gen();

    /** Returns a copy, which later calls on this one do not change. */
    @Override
    OnDarwinStat copy();
}
